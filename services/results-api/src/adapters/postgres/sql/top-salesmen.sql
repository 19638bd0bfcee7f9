-- $1 currency (null: each), $2 year, $3 month, $4 day, $5 limit per currency, $6 country ('': all together)
SELECT country, salesman_id, salesman_name, ranked.currency, total, count
FROM currency CROSS JOIN LATERAL (
  SELECT country, salesman_id, salesman_name, currency, total, count
  FROM (
    SELECT salesman_key, country, currency, total, count
    FROM salesman_total
    WHERE country = $6 AND currency = code AND year = $2 AND month = $3 AND day = $4 AND count > 0
    ORDER BY total DESC, count DESC
    FETCH FIRST $5 ROWS WITH TIES
  ) AS best
  JOIN salesman USING (salesman_key)
  CROSS JOIN LATERAL (
    SELECT salesman_name FROM salesman_partial
    WHERE salesman_partial.salesman_key = best.salesman_key AND count > 0
    ORDER BY named_at DESC, salesman_name LIMIT 1
  ) AS named
  ORDER BY total DESC, count DESC, salesman_name, salesman_id
  LIMIT $5
) AS ranked
WHERE code = $1 OR $1 IS NULL
ORDER BY currency, total DESC, count DESC, salesman_name, salesman_id
