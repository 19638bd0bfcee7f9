-- $1 as in forget-lineage-runs.sql
DELETE FROM lineage_dataset WHERE event_at < now() - $1::bigint * interval '1 millisecond'
