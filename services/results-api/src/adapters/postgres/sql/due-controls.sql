-- $1 topic of the sales, $2 most. Whether sales are read as far as they were when the control came; since when no state of them was missed.
SELECT
  source, dataset, scope, kind, position, version_from::text, version_to::text, observed_at, time_zone, taken_at, outcome,
  NOT EXISTS (
    SELECT FROM unnest(control.ends) WITH ORDINALITY AS reached (upto, number)
    LEFT JOIN lineage_progress ON topic = $1 AND partition = number - 1
    WHERE upto > coalesce(next_offset, 0)
  ) AS met,
  coalesce((SELECT max(complete_from) FROM lineage_progress WHERE topic = $1), '-infinity') <= taken_at AS complete
FROM control
WHERE due_at <= clock_timestamp() AND (outcome IS NULL OR outcome = 'differs') AND parts_seen = parts
ORDER BY due_at
LIMIT $2
