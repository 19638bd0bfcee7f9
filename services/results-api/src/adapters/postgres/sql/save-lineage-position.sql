-- $1 topic; $2 partitions, $3 their next offsets, $4 their ends
INSERT INTO lineage_progress (topic, partition, next_offset, end_offset, as_of)
SELECT $1, partition, next_offset, end_offset, clock_timestamp()
FROM unnest($2::integer[], $3::bigint[], $4::bigint[]) AS at (partition, next_offset, end_offset)
ORDER BY partition
ON CONFLICT (topic, partition) DO UPDATE
SET next_offset = excluded.next_offset, end_offset = excluded.end_offset, as_of = excluded.as_of
