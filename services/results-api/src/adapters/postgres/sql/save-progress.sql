-- $1 topic; $2 partitions and $3 their next offsets; $4 whether this transaction changed anything
INSERT INTO sink_progress AS stored (topic, partition, next_offset, revision, changed_at)
SELECT $1, partition, next_offset, CASE WHEN $4::boolean THEN 1 ELSE 0 END, CASE WHEN $4 THEN clock_timestamp() END
FROM unnest($2::integer[], $3::bigint[]) AS at (partition, next_offset)
ORDER BY partition
ON CONFLICT (topic, partition) DO UPDATE
SET next_offset = excluded.next_offset,
    revision = stored.revision + excluded.revision,
    changed_at = coalesce(excluded.changed_at, stored.changed_at)
