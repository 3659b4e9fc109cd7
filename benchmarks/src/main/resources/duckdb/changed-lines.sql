-- How many lines have another cost or quantity in the second delivery? Both have the same lines in the same order.
SELECT count(*)
FROM read_parquet([${first}]) AS one
POSITIONAL JOIN read_parquet([${second}]) AS other
WHERE
  one.line_item_unblended_cost IS DISTINCT FROM other.line_item_unblended_cost
  OR one.line_item_usage_amount IS DISTINCT FROM other.line_item_usage_amount
  OR one.pricing_public_on_demand_cost IS DISTINCT FROM other.pricing_public_on_demand_cost;
