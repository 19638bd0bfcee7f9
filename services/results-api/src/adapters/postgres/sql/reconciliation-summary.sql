-- $1 state, $2 source (null: each), $3 first day, $4 last day
SELECT state, count(*)::int AS count
FROM reconciliation
WHERE (state = $1 OR $1 IS NULL) AND (source = $2 OR $2 IS NULL)
  AND day BETWEEN $3 AND $4
GROUP BY state
