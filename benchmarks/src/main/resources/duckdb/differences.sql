-- The records that only one of both engines has, each as often as it lacks in the other.
WITH ours AS (
  SELECT
    asset_id,
    item_mpn,
    ${ourResource} AS resource,
    "v.marketplace_service" AS marketplace,
    amount,
    CAST(quantity AS DECIMAL(38, 8)) AS quantity
  FROM read_csv([${ours}], header = true, all_varchar = true, nullstr = 'NULL')
),
theirs AS (
  SELECT
    asset_id,
    item_mpn,
    ${theirResource} AS resource,
    "v.marketplace_service" AS marketplace,
    amount,
    CAST(quantity AS DECIMAL(38, 8)) AS quantity
  FROM read_csv('${theirs}', header = true, all_varchar = true, nullstr = 'NULL')
),
different AS (
  SELECT 'only ratemill' AS side, * FROM (FROM ours EXCEPT ALL FROM theirs)
  UNION ALL
  SELECT 'only DuckDB', * FROM (FROM theirs EXCEPT ALL FROM ours)
)
SELECT
  (SELECT count(*) FROM ours) AS ours,
  (SELECT count(*) FROM theirs) AS theirs,
  (SELECT count(*) FROM different) AS different,
  (
    SELECT string_agg(concat_ws(' ', side || ':', asset_id, item_mpn, resource, marketplace, amount, quantity), chr(10))
    FROM (FROM different ORDER BY ALL LIMIT 10)
  ) AS first
;
