-- $1 currency (null: each), $2 year, $3 month, $4 day, $5 limit per currency, $6 country
SELECT country, region, city, ranked.currency, total, count
FROM currency CROSS JOIN LATERAL (
  SELECT city.country, region, city, currency, total, count
  FROM (
    SELECT city_id, currency, total, count
    FROM city_total
    WHERE country = $6 AND currency = code AND year = $2 AND month = $3 AND day = $4 AND count > 0
    ORDER BY total DESC, count DESC
    FETCH FIRST $5 ROWS WITH TIES
  ) AS best JOIN city USING (city_id)
  ORDER BY total DESC, count DESC, city, city.country, region
  LIMIT $5
) AS ranked
WHERE code = $1 OR $1 IS NULL
ORDER BY currency, total DESC, count DESC, city, country, region
