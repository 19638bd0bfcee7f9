-- $1 service, $2 code (null: each); $3 refused at, $4 service, $5 partition, $6 offset to go on behind (null: from the newest); $7 limit
SELECT
  service, partition, record_offset, code, message, system, dataset, position, violations, trace_id, refused_at,
  content_type, size
FROM dead_letter
WHERE (service = $1 OR $1 IS NULL) AND (code = $2 OR $2 IS NULL)
  AND (refused_at, service, partition, record_offset)
    < (coalesce($3::timestamptz, 'infinity'), coalesce($4, ''), coalesce($5::integer, 0), coalesce($6::bigint, 0))
ORDER BY refused_at DESC, service DESC, partition DESC, record_offset DESC
LIMIT $7
