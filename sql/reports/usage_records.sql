-- What are the records of every usage report: per customer's asset, item and resource, one amount?
--
-- A record is one by its report, currency, usage schema, grain, asset, item, resource, marketplace flag, support
-- account and tier: column record is all of them in one text. Exact amounts are added up first and rounded once,
-- here. Where charges of one record name its customer or item differently, the smallest text is shown, whole.
SELECT
  record,
  SMALLEST_TEXT(names) AS names,
  EXACT_SUM(amount) AS exact_amount,
  ROUND_AMOUNT(EXACT_SUM(amount)) AS amount,
  EXACT_SUM(quantity) AS exact_quantity,
  SUM(lines) AS lines
FROM rated_charges
GROUP BY record
