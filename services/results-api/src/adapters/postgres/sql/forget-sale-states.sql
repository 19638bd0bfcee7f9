-- $1 partition
WITH gone AS (
  DELETE FROM sale_state WHERE partition = $1 RETURNING source, currency, day, amount, deleted
), fewer AS (
  SELECT source, currency, day, count(*) AS rows, sum(amount) AS amount
  FROM gone
  WHERE NOT deleted
  GROUP BY source, currency, day
)
UPDATE arrived_total AS total
SET rows = total.rows - fewer.rows, amount = total.amount - fewer.amount
FROM fewer
WHERE (total.source, total.currency, total.day) = (fewer.source, fewer.currency, fewer.day)
