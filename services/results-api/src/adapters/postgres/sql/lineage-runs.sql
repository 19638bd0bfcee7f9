-- $1 most jobs, $2 most runs of each, newest first
SELECT run.namespace, run.name, run_id, state, started_at, event_at, ended_at, error, progress
FROM (SELECT namespace, name FROM lineage_job ORDER BY namespace, name LIMIT $1) AS job
CROSS JOIN LATERAL (
  SELECT * FROM lineage_run
  WHERE (lineage_run.namespace, lineage_run.name) = (job.namespace, job.name)
  ORDER BY event_at DESC
  LIMIT $2
) AS run
ORDER BY run.namespace, run.name, event_at DESC
