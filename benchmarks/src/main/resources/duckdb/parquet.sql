-- The columns of the bill that the job needs. Amounts are doubles in the files; as decimals of ten
-- digits they are exact up to 900,000, where a double has no eleventh.
CREATE VIEW bill AS
SELECT
  line_item_usage_account_id AS account,
  CAST(coalesce(line_item_usage_start_date, bill_billing_period_start_date) AS DATE) AS day,
  line_item_line_item_type AS type,
  line_item_product_code AS item,
  line_item_operation AS operation,
  bill_billing_entity AS entity,
  reservation_reservation_a_r_n AS reservation,
  product_sku AS sku,
  line_item_resource_id AS resource,
  ${listRate} AS list_rate,
  CAST(line_item_usage_amount AS DECIMAL(18, 10)) AS quantity,
  CAST(line_item_unblended_cost AS DECIMAL(18, 10)) AS billed,
  CAST(pricing_public_on_demand_cost AS DECIMAL(18, 10)) AS list,
  CAST(reservation_effective_cost AS DECIMAL(18, 10)) AS reservation_cost,
  CAST(savings_plan_savings_plan_effective_cost AS DECIMAL(18, 10)) AS plan_cost
FROM read_parquet([${parts}]);
