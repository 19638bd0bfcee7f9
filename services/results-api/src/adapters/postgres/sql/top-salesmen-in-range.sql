-- $1 currency (null: each), $2 years, $3 months, $4 days: the spans that make up the range; $5 limit per currency, $6 country ('': all together)
SELECT salesman_id, salesman_name, ranked.currency, total, count
FROM currency CROSS JOIN LATERAL (
  SELECT salesman_id, salesman_name, code AS currency, total, count
  FROM (
    SELECT salesman_key, sum(total) AS total, sum(count) AS count
    FROM unnest($2::smallint[], $3::smallint[], $4::smallint[]) AS span (year, month, day) CROSS JOIN LATERAL (
      SELECT salesman_key, total, count FROM salesman_total
      WHERE country = $6 AND currency = code AND year = span.year AND month = span.month AND day = span.day AND count > 0
      OFFSET 0
    ) AS part
    GROUP BY salesman_key
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
