-- $1 most jobs
SELECT namespace, name, description, owner, processing, kind, inputs, outputs
FROM lineage_job
ORDER BY namespace, name
LIMIT $1
