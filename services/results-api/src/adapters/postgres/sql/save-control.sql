-- $1 source, $2 dataset, $3 scope, $4 kind, $5 position, $6 and $7 versions, $8 observed at, $9 time zone, $10 taken at, $11 parts, $12 ends of sales
WITH seen AS (
  INSERT INTO control_source VALUES ($1, $10)
  ON CONFLICT (source) DO UPDATE SET newest = greatest(control_source.newest, excluded.newest)
)
INSERT INTO control (
  source, dataset, scope, kind, position, version_from, version_to, observed_at, time_zone, taken_at, parts, parts_seen,
  ends, due_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, clock_timestamp())
ON CONFLICT (source, dataset, scope) DO UPDATE
SET kind = excluded.kind, position = excluded.position, version_from = excluded.version_from,
    version_to = excluded.version_to, observed_at = excluded.observed_at, time_zone = excluded.time_zone,
    taken_at = excluded.taken_at, parts = excluded.parts, parts_seen = 1, ends = excluded.ends,
    due_at = excluded.due_at, outcome = NULL
