-- $1 how long they are kept, in milliseconds; $2 service whose topic was made anew (null: none): nothing of it is kept
WITH gone AS (
  DELETE FROM dead_letter
  WHERE refused_at < now() - $1::bigint * interval '1 millisecond' OR service = $2
  RETURNING service, code
), fewer AS (
  SELECT service, code, count(*) AS count FROM gone GROUP BY service, code
)
UPDATE dead_letter_count AS stored
SET count = stored.count - fewer.count
FROM fewer
WHERE (stored.service, stored.code) = (fewer.service, fewer.code)
