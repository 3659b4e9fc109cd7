-- Owners, rules and parameters, from the files that the engine reads.
CREATE TABLE owners AS
SELECT
  row_number() OVER () AS owner,
  account_id,
  asset_id,
  customer_account_id,
  coalesce(customer_class, '') AS customer_class,
  coalesce(reseller_id, '') AS reseller_id,
  coalesce(nullif(marketplace_id, ''), 'MP-00001') AS marketplace_id,
  coalesce(CAST(nullif(valid_from, '') AS DATE), DATE '0001-01-01') AS valid_from,
  coalesce(CAST(nullif(valid_to, '') AS DATE), DATE '9999-12-31') AS valid_to
FROM read_csv('${owners}', header = true, all_varchar = true);

CREATE TABLE rules AS
SELECT
  * REPLACE (
    CAST(factor AS DECIMAL(9, 4)) AS factor,
    coalesce(CAST(nullif(valid_from, '') AS DATE), DATE '0001-01-01') AS valid_from,
    coalesce(CAST(nullif(valid_to, '') AS DATE), DATE '9999-12-31') AS valid_to
  ),
  -- The most specific rule is the first.
  row_number() OVER (
    ORDER BY
      account_id = '',
      customer_account_id = '',
      customer_class = '',
      reseller_id = '',
      marketplace_id = '',
      service = '',
      charge_class = '',
      valid_from DESC,
      rule_id
  ) AS rank
FROM read_csv('${rules}', header = true, all_varchar = true, nullstr = 'NULL');
