-- $1 currency, $2 year, $3 month, $4 day, $5 limit; the last of the page before: $6 total, $7 count, $8 city, $9 country, $10 region; $11 country
SELECT country, region, city, currency, total, count
FROM (
  SELECT city.country, region, city, currency, total, count
  FROM city_total JOIN city USING (city_id)
  WHERE city_total.country = $11 AND currency = $1 AND year = $2 AND month = $3 AND day = $4 AND city_total.count > 0
    AND total = $6::numeric AND count = $7::bigint AND (city, city.country, region) > ($8, $9, $10)
  UNION ALL
  SELECT city.country, region, city, currency, total, count
  FROM (
    SELECT city_id, currency, total, count
    FROM city_total
    WHERE city_total.country = $11 AND currency = $1 AND year = $2 AND month = $3 AND day = $4 AND count > 0
      AND (total, count) < ($6::numeric, $7::bigint)
    ORDER BY total DESC, count DESC
    FETCH FIRST $5 ROWS WITH TIES
  ) AS lesser JOIN city USING (city_id)
) AS page
ORDER BY total DESC, count DESC, city, country, region
LIMIT $5
