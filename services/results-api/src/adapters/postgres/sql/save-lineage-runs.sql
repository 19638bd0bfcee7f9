-- $1 runs as JSON: the newest that was said of each
INSERT INTO lineage_run AS stored (run_id, namespace, name, parent_id, state, started_at, event_at, ended_at, error, progress)
SELECT run_id, namespace, name, parent_id, state, event_at, event_at, ended_at, error, progress
FROM jsonb_to_recordset($1::jsonb) AS run (
  run_id uuid, namespace text, name text, parent_id uuid, state text,
  event_at timestamptz, ended_at timestamptz, error text, progress jsonb
)
ORDER BY run_id
ON CONFLICT (run_id) DO UPDATE
SET state = excluded.state,
    event_at = excluded.event_at,
    ended_at = excluded.ended_at,
    error = excluded.error,
    progress = coalesce(excluded.progress, stored.progress)
