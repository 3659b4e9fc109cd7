-- The columns of the bill that the job needs; the types of all are named, nothing is guessed.
CREATE VIEW bill AS
SELECT
  "lineItem/UsageAccountId" AS account,
  CAST(coalesce("lineItem/UsageStartDate", "bill/BillingPeriodStartDate") AS DATE) AS day,
  "lineItem/LineItemType" AS type,
  "lineItem/ProductCode" AS item,
  "lineItem/Operation" AS operation,
  "bill/BillingEntity" AS entity,
  "reservation/ReservationARN" AS reservation,
  "product/sku" AS sku,
  "lineItem/ResourceId" AS resource,
  ${listRate} AS list_rate,
  "lineItem/UsageAmount" AS quantity,
  "lineItem/UnblendedCost" AS billed,
  "pricing/publicOnDemandCost" AS list,
  "reservation/EffectiveCost" AS reservation_cost,
  "savingsPlan/SavingsPlanEffectiveCost" AS plan_cost
FROM read_csv(
  [${parts}],
  auto_detect = false,
  header = true,
  delim = ',',
  quote = '"',
  escape = '"',
  new_line = '\n',
  columns = {${columns}}
);
