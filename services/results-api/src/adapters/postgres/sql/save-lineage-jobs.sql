-- $1 jobs as JSON. What has not changed is not written again: a job says the same every few seconds.
INSERT INTO lineage_job AS stored (namespace, name, description, owner, processing, kind, inputs, outputs)
SELECT namespace, name, description, owner, processing, kind, inputs, outputs
FROM jsonb_to_recordset($1::jsonb) AS job (
  namespace text, name text, description text, owner text, processing text, kind text, inputs jsonb, outputs jsonb
)
ORDER BY namespace, name
ON CONFLICT (namespace, name) DO UPDATE
SET description = excluded.description,
    owner = excluded.owner,
    processing = excluded.processing,
    kind = excluded.kind,
    inputs = excluded.inputs,
    outputs = excluded.outputs
WHERE (stored.description, stored.owner, stored.processing, stored.kind, stored.inputs, stored.outputs)
  IS DISTINCT FROM
  (excluded.description, excluded.owner, excluded.processing, excluded.kind, excluded.inputs, excluded.outputs)
