-- $1 how long runs are kept, in milliseconds, after their last event: as long as the topic keeps it
DELETE FROM lineage_run WHERE event_at < now() - $1::bigint * interval '1 millisecond'
