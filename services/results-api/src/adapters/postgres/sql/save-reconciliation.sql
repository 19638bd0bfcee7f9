-- $1 lines as JSON
INSERT INTO reconciliation (
  source, dataset, scope, against, day, currency, state, since, unequal_since, changed_at, reason,
  expected_rows, expected_amount, found_rows, found_amount, position, taken_at
)
SELECT
  source, dataset, scope, against, day, currency, state, since, unequal_since, changed_at, reason,
  expected_rows, expected_amount, found_rows, found_amount, position, taken_at
FROM jsonb_to_recordset($1::jsonb) AS line (
  source text, dataset text, scope text, against text, day date, currency text, state text, since timestamptz,
  unequal_since timestamptz, changed_at timestamptz, reason text, expected_rows bigint, expected_amount numeric,
  found_rows bigint, found_amount numeric, position text, taken_at timestamptz
)
ON CONFLICT (source, dataset, scope, against, day, currency) DO UPDATE
SET state = excluded.state, since = excluded.since, unequal_since = excluded.unequal_since,
    changed_at = excluded.changed_at, reason = excluded.reason, expected_rows = excluded.expected_rows,
    expected_amount = excluded.expected_amount, found_rows = excluded.found_rows, found_amount = excluded.found_amount,
    position = excluded.position, taken_at = excluded.taken_at
