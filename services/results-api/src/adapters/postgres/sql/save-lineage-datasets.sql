-- $1 datasets as JSON
INSERT INTO lineage_dataset (namespace, name, type, description, owner, version, fields, event_at)
SELECT namespace, name, type, description, owner, version, fields, event_at
FROM jsonb_to_recordset($1::jsonb) AS dataset (
  namespace text, name text, type text, description text, owner text, version text, fields jsonb, event_at timestamptz
)
ORDER BY namespace, name
ON CONFLICT (namespace, name) DO UPDATE
SET type = excluded.type,
    description = excluded.description,
    owner = excluded.owner,
    version = excluded.version,
    fields = excluded.fields,
    event_at = excluded.event_at
