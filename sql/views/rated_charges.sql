-- What does each owned charge come to, per tier of its report, exactly and before any rounding?
--
-- The basis says which cost is priced; the markup is the terms' or that of the rule that replaces
-- it; the rate turns the bill's currency into the report's. A schema with three tiers (TR) gives
-- three rows, every other one.
CREATE TEMPORARY VIEW rated_charges AS
SELECT
  charge.report,
  charge.currency,
  charge.usage_schema,
  charge.grain,
  charge.asset_id,
  charge.names,
  charge.item_mpn,
  charge.resource_id,
  charge.marketplace_service,
  charge.support_account,
  tiers.tier,
  RATE(
    BASIS_COST(charge.basis, charge.billed, charge.list_priced, charge.effective, charge.contracted),
    charge.markup,
    charge.rate,
    tiers.tier,
    charge.sp_margin,
    charge.reseller_margin
  ) AS amount,
  charge.quantity,
  charge.lines
FROM owned_charges AS charge
CROSS JOIN LATERAL TABLE(TIERS(charge.usage_schema)) AS tiers(tier)
