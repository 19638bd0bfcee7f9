-- $1 source, $2 dataset, $3 scope, $4 and $5 versions, $6 observed at (null: whenever). A record that was sent twice counts once.
WITH found AS (
  SELECT day, currency, count(*) AS rows, sum(amount) AS amount
  FROM (
    SELECT DISTINCT ON (sale_id, version) day, currency, amount
    FROM sale_version
    WHERE NOT deleted AND hashtextextended(dataset, 0) = hashtextextended($2 COLLATE "C", 0) AND dataset = $2
      AND version BETWEEN $4 AND $5 AND (observed_at = $6 OR $6 IS NULL) AND starts_with(sale_id, $1 || ':')
    ORDER BY sale_id, version, record_offset
  ) AS record
  GROUP BY day, currency
), expected AS (
  SELECT day, currency, rows, amount FROM control_day WHERE (source, dataset, scope) = ($1, $2, $3)
), known AS (
  SELECT * FROM reconciliation WHERE (source, dataset, scope, against) = ($1, $2, $3, 'arrived')
)
SELECT
  day::text, currency,
  coalesce(expected.rows, 0)::text AS expected_rows, coalesce(expected.amount, 0)::text AS expected_amount,
  coalesce(found.rows, 0)::text AS found_rows, coalesce(found.amount, 0)::text AS found_amount,
  known.state, known.since, known.unequal_since, known.changed_at,
  known.expected_rows::text AS known_expected_rows, known.expected_amount::text AS known_expected_amount,
  known.found_rows::text AS known_found_rows, known.found_amount::text AS known_found_amount
FROM expected FULL JOIN found USING (day, currency) FULL JOIN known USING (day, currency)
