-- $1 source, $2 dataset, $3 scope, $4 outcome (null: none yet), $5 when to compare again, in milliseconds
UPDATE control SET outcome = $4, due_at = clock_timestamp() + $5::bigint * interval '1 millisecond'
WHERE (source, dataset, scope) = ($1, $2, $3)
