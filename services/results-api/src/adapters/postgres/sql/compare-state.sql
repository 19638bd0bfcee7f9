-- $1 source, $2 dataset, $3 scope, $4 version: what the source held then. What has arrived of it, with what came later taken back.
WITH later AS (
  SELECT sale_id, deleted, currency, day, amount FROM sale_state WHERE source = $1 AND version > $4
), found AS (
  SELECT day, currency, sum(rows) AS rows, sum(amount) AS amount
  FROM (
    SELECT day, currency, rows, amount FROM arrived_total WHERE source = $1
    UNION ALL
    SELECT day, currency, -1, -amount FROM later WHERE NOT deleted
    UNION ALL
    SELECT before.day, before.currency, 1, before.amount
    FROM later CROSS JOIN LATERAL (
      SELECT deleted, day, currency, amount
      FROM sale_version
      WHERE sale_id = later.sale_id AND (version <= $4 OR version IS NULL)
      ORDER BY record_offset DESC
      LIMIT 1
    ) AS before
    WHERE NOT before.deleted
  ) AS part
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
