SELECT coalesce(sum(revision), 0)::text AS revision, max(changed_at) AS as_of FROM sink_progress
