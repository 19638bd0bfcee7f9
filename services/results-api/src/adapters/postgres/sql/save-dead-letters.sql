-- $1 letters as JSON. What is here already is the same, and is not counted again.
WITH added AS (
  INSERT INTO dead_letter
  SELECT
    service, partition, record_offset, code, message, system, dataset, position, violations, trace_id, refused_at,
    content_type, size
  FROM jsonb_to_recordset($1::jsonb) AS letter (
    service text, partition integer, record_offset bigint, code text, message text, system text, dataset text,
    position text, violations jsonb, trace_id text, refused_at timestamptz, content_type text, size integer
  )
  ORDER BY service, partition, record_offset
  ON CONFLICT (service, partition, record_offset) DO NOTHING
  RETURNING service, code, refused_at
)
INSERT INTO dead_letter_count AS stored (service, code, count, newest)
SELECT service, code, count(*), max(refused_at)
FROM added
GROUP BY service, code
ORDER BY service, code
ON CONFLICT (service, code) DO UPDATE
SET count = stored.count + excluded.count, newest = greatest(stored.newest, excluded.newest)
