-- What does each owned charge come to, exactly and before any rounding?
--
-- The cost is that of the basis; the markup is the terms' or that of the rule that replaces it; the rate turns the
-- bill's currency into the report's. Under a schema with three tiers (TR) each charge is there three times, once for
-- whose price it is. Numbers are text in bytes (UTF-8), as the record is: DECODE(cost, 'UTF-8') shows one.
CREATE TEMPORARY VIEW rated_charges AS
SELECT
  record,
  names,
  RATE(cost, markup, rate, tier, sp_margin, reseller_margin) AS amount,
  quantity,
  lines
FROM owned_charges
