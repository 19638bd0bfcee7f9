-- $1 state, $2 source (null: each), $3 first day, $4 last day; $5 rank, $6 day, $7 source, $8 dataset, $9 scope, $10 against, $11 currency to go on behind (null: from the beginning); $12 limit
SELECT
  source, dataset, scope, against, day::text, currency, state, rank, since, reason, expected_rows::text, expected_amount::text,
  found_rows::text, found_amount::text, position, taken_at
FROM reconciliation
WHERE (state = $1 OR $1 IS NULL) AND (source = $2 OR $2 IS NULL)
  AND day BETWEEN $3 AND $4
  AND ($5::smallint IS NULL
    OR (rank, $6::date - day, source, dataset, scope, against, currency) > ($5::smallint, 0, $7, $8, $9, $10, $11))
ORDER BY rank, day DESC, source, dataset, scope, against, currency
LIMIT $12
