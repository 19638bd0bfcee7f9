-- $1 salesman id. All time (year 0) with the rank, and each year; country '': all countries together.
SELECT country, currency, year, total, count,
  CASE WHEN year = 0 THEN (
    SELECT count(*)::integer + 1 FROM salesman_total AS better
    WHERE (better.country, better.currency, better.year, better.month, better.day) = (own.country, own.currency, 0, 0, 0)
      AND better.count > 0 AND better.total > own.total
  ) END AS rank
FROM salesman JOIN salesman_total AS own USING (salesman_key)
WHERE salesman_id = $1 AND day = 0 AND month = 0 AND count > 0
ORDER BY currency, country, year
