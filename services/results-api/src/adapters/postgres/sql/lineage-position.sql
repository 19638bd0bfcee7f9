-- $1 topic, $2 partitions
SELECT partition, next_offset, as_of FROM lineage_progress WHERE topic = $1 AND partition = ANY ($2::integer[])
