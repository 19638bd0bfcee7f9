-- $1 topic
SELECT coalesce(sum(greatest(end_offset - next_offset, 0)), 0)::text AS lag FROM lineage_progress WHERE topic = $1
