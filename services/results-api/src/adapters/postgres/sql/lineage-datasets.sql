-- $1 most jobs: the datasets that they read and write
SELECT namespace, name, type, description, dataset.owner, version, fields
FROM (
  SELECT DISTINCT side.namespace, side.name
  FROM (SELECT inputs || outputs AS datasets FROM lineage_job ORDER BY namespace, name LIMIT $1) AS job
  CROSS JOIN LATERAL jsonb_to_recordset(datasets) AS side (namespace text, name text)
) AS used
JOIN lineage_dataset AS dataset USING (namespace, name)
ORDER BY namespace, name
