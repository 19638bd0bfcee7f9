-- $1 topic; $2 partitions, $3 their next offsets, $4 their ends
-- Whoever begins anew sees every state that is younger than sales keeps it for sure (a day), less the time to get there.
INSERT INTO lineage_progress (topic, partition, next_offset, end_offset, as_of, complete_from)
SELECT $1, partition, next_offset, end_offset, clock_timestamp(), clock_timestamp() - interval '12 hours'
FROM unnest($2::integer[], $3::bigint[], $4::bigint[]) AS at (partition, next_offset, end_offset)
ORDER BY partition
ON CONFLICT (topic, partition) DO UPDATE
SET next_offset = excluded.next_offset,
    end_offset = excluded.end_offset,
    as_of = excluded.as_of,
    complete_from = CASE WHEN excluded.next_offset = 0 THEN excluded.complete_from ELSE lineage_progress.complete_from END
