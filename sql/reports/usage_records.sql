-- What are the records of every usage report: per customer's asset, item and resource, one amount?
--
-- Exact amounts are added up first and rounded once, here. Support makes a record of its own per account. Where
-- charges of one record name its customer or item differently, the smallest text is shown, whole.
SELECT
  report,
  currency,
  usage_schema,
  asset_id,
  item_mpn,
  resource_id,
  marketplace_service,
  support_account,
  tier,
  SMALLEST_TEXT(names) AS names,
  EXACT_SUM(amount) AS exact_amount,
  ROUND_AMOUNT(EXACT_SUM(amount)) AS amount,
  CASE WHEN grain = 'SERVICE' THEN '1' ELSE EXACT_SUM(quantity) END AS exact_quantity,
  SUM(lines) AS lines
FROM rated_charges
GROUP BY
  report,
  currency,
  usage_schema,
  grain,
  asset_id,
  item_mpn,
  resource_id,
  marketplace_service,
  support_account,
  tier
