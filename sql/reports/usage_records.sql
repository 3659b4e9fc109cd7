-- What are the records of every usage report: per customer's asset, item and resource, one amount?
--
-- A record is one by its report, currency, usage schema, grain, asset, item, resource, marketplace flag, support
-- account and tier: column record is all of them in one text. Amounts and quantities are added up exactly, and rounded
-- once, where a report shows them. Where charges of one record name its customer or item differently, the smallest text
-- is shown, whole. Both texts are bytes (UTF-8), which Flink does not copy at every step.
SELECT
  record,
  SMALLEST_BYTES(names) AS names,
  EXACT_SUM(amount) AS amount,
  EXACT_SUM(quantity) AS quantity,
  SUM(lines) AS lines
FROM rated_charges
GROUP BY record
