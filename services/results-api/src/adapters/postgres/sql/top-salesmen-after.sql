-- $1 currency, $2 year, $3 month, $4 day, $5 limit, $6 country ('': all together); the last of the page before: $7 total, $8 count, $9 name, $10 id
SELECT country, salesman_id, salesman_name, currency, total, count
FROM (
  SELECT salesman_key, country, currency, total, count
  FROM salesman_total
  WHERE country = $6 AND currency = $1 AND year = $2 AND month = $3 AND day = $4 AND count > 0
    AND total = $7::numeric AND count = $8::bigint
  UNION ALL
  SELECT salesman_key, country, currency, total, count
  FROM (
    SELECT salesman_key, country, currency, total, count
    FROM salesman_total
    WHERE country = $6 AND currency = $1 AND year = $2 AND month = $3 AND day = $4 AND count > 0
      AND (total, count) < ($7::numeric, $8::bigint)
    ORDER BY total DESC, count DESC
    FETCH FIRST $5 ROWS WITH TIES
  ) AS lesser
) AS candidate
JOIN salesman USING (salesman_key)
CROSS JOIN LATERAL (
  SELECT salesman_name FROM salesman_partial
  WHERE salesman_partial.salesman_key = candidate.salesman_key AND count > 0
  ORDER BY named_at DESC, salesman_name LIMIT 1
) AS named
WHERE (total, count) < ($7::numeric, $8::bigint) OR (salesman_name, salesman_id) > ($9, $10)
ORDER BY total DESC, count DESC, salesman_name, salesman_id
LIMIT $5
