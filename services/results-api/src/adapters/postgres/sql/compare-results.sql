-- All that has arrived, against the totals of all countries: the days that differ, or did, or are not as they were.
WITH expected AS (
  SELECT day, currency, sum(rows) AS rows, sum(amount) AS amount FROM arrived_total GROUP BY day, currency
), found AS (
  SELECT make_date(year, month, day) AS day, currency, count AS rows, total AS amount
  FROM country_total
  WHERE country = '' AND day > 0
), known AS (
  SELECT * FROM reconciliation WHERE against = 'results'
), compared AS (
  SELECT
    day, currency,
    coalesce(expected.rows, 0) AS expected_rows, coalesce(expected.amount, 0) AS expected_amount,
    coalesce(found.rows, 0) AS found_rows, coalesce(found.amount, 0) AS found_amount,
    known.state, known.since, known.unequal_since, known.changed_at,
    known.expected_rows AS known_expected_rows, known.expected_amount AS known_expected_amount,
    known.found_rows AS known_found_rows, known.found_amount AS known_found_amount
  FROM expected FULL JOIN found USING (day, currency) FULL JOIN known USING (day, currency)
)
SELECT
  day::text, currency, expected_rows::text, expected_amount::text, found_rows::text, found_amount::text,
  state, since, unequal_since, changed_at, known_expected_rows::text, known_expected_amount::text,
  known_found_rows::text, known_found_amount::text
FROM compared
WHERE (state IS DISTINCT FROM 'agreed'
  OR (expected_rows, expected_amount) <> (found_rows, found_amount)
  OR (expected_rows, expected_amount) <> (known_expected_rows, known_expected_amount))
  AND (state IS NOT NULL OR (expected_rows, expected_amount, found_rows, found_amount) <> (0, 0, 0, 0))
