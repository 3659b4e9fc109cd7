-- The records of the bill, at the grain that the filled words are of: the same classes, owners, rules, markup, rate and rounding as the engine's.
--
-- Days between which no rule begins or ends are added up together, so that rules are looked for once
-- per owner, item and stretch of days, not once per line: the fastest of the ways that were tried.
COPY (
  WITH lines AS (
    SELECT
      account,
      day,
      ${item} AS item${resource},
      entity = 'AWS Marketplace' AS marketplace,
      CASE lower(type)
        WHEN 'usage' THEN if(${support}, 'support', 'usage')
        WHEN 'flatratesubscription' THEN 'usage'
        WHEN 'discountedusage' THEN 'committed-usage'
        WHEN 'savingsplancoveredusage' THEN 'committed-usage'
        WHEN 'bundleddiscount' THEN 'public-discount'
        WHEN 'fee' THEN
          if(coalesce(reservation, '') <> '', 'commitment-purchase', if(${support}, 'support', 'fee'))
        WHEN 'tax' THEN 'tax'
        WHEN 'credit' THEN 'credit'
        WHEN 'refund' THEN 'refund'
        WHEN 'rifee' THEN 'commitment-purchase'
        WHEN 'savingsplanrecurringfee' THEN 'commitment-purchase'
        WHEN 'savingsplanupfrontfee' THEN 'commitment-purchase'
        WHEN 'savingsplannegation' THEN 'commitment-negation'
        ELSE if(lower(type) LIKE '%discount', 'discount', if(${support}, 'support', 'other'))
      END AS class,
      CASE lower(type)
        WHEN 'discountedusage' THEN
          coalesce(nullif(list, 0), ${price}, reservation_cost, billed)
        WHEN 'savingsplancoveredusage' THEN
          coalesce(nullif(list, 0), ${price}, plan_cost, billed)
        ELSE billed
      END AS cost${quantity}
    FROM bill
    WHERE operation IS NULL OR operation NOT IN ('EKSPod-EC2', 'ECSTask-EC2')
  ),
  days AS (
    SELECT
      day,
      (
        SELECT count(*)
        FROM (SELECT valid_from AS bound FROM rules UNION SELECT valid_to FROM rules)
        WHERE bound <= day
      ) AS stretch
    FROM (
      SELECT CAST(unnest(range(DATE '2026-01-01', DATE '2028-01-01', INTERVAL 1 DAY)) AS DATE) AS day
    )
  ),
  charges AS (
    SELECT
      owner, item${resource}, marketplace, class, stretch, min(lines.day) AS day, sum(cost) AS cost${sumOfQuantity}
    FROM lines
    JOIN owners ON account_id = account AND lines.day >= valid_from AND lines.day < valid_to
    JOIN days ON days.day = lines.day
    WHERE class NOT IN (
      'tax', 'credit', 'refund', 'discount', 'commitment-purchase', 'commitment-negation'
    )
    GROUP BY owner, item${resource}, marketplace, class, stretch
  ),
  owner_rules AS (
    SELECT owner, service, charge_class, factor, rules.valid_from, rules.valid_to, rank
    FROM owners
    JOIN rules
      ON (rules.account_id = '' OR rules.account_id = owners.account_id)
      AND (rules.customer_account_id = '' OR rules.customer_account_id = owners.customer_account_id)
      AND (rules.customer_class = '' OR rules.customer_class = owners.customer_class)
      AND (rules.reseller_id = '' OR rules.reseller_id = owners.reseller_id)
      AND (rules.marketplace_id = '' OR rules.marketplace_id = owners.marketplace_id)
  ),
  priced AS (
    SELECT
      asset_id,
      charges.item${resource},
      marketplace,
      -- Support makes a record of its own per account.
      if(class = 'support', account_id, '') AS support,
      any_value(cost) AS cost${anyQuantity},
      coalesce(
        arg_min(factor, rank),
        if(marketplace, CAST(${marketplaceMarkup} AS DECIMAL(9, 4)), CAST(${markup} AS DECIMAL(9, 4)))
      ) AS markup
    FROM charges
    JOIN owners USING (owner)
    LEFT JOIN owner_rules
      ON owner_rules.owner = charges.owner
      AND (service = '' OR service = charges.item)
      AND (charge_class = '' OR charge_class = class)
      AND charges.day >= owner_rules.valid_from
      AND charges.day < owner_rules.valid_to
    GROUP BY charges.owner, account_id, asset_id, charges.item${resource}, marketplace, class, stretch
  )
  SELECT
    asset_id,
    item AS item_mpn${resource},
    marketplace AS "v.marketplace_service",
    round(sum(cost * markup * CAST(${rate} AS DECIMAL(9, 4))), 8) AS amount,
    ${quantityOfRecord} AS quantity
  FROM priced
  GROUP BY asset_id, item${resource}, marketplace, support
  ORDER BY asset_id, item${resource}, marketplace, support
) TO '${records}' (HEADER);
