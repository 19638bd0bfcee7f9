-- $1 topic, $2 partition: read so late that states which were replaced meanwhile may have been compacted away
UPDATE lineage_progress SET complete_from = greatest(complete_from, clock_timestamp() - interval '12 hours')
WHERE topic = $1 AND partition = $2
