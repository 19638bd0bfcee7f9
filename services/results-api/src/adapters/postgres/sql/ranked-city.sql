-- $1 country, $2 city, $3 region (null: each), $4 currency, $5 year, $6 month, $7 day
SELECT coalesce(sum(total), 0)::text AS total, coalesce(sum(count), 0)::text AS count
FROM city JOIN city_total USING (city_id)
WHERE city.country = $1 AND city = $2 AND (region = $3 OR $3 IS NULL)
  AND currency = $4 AND year = $5 AND month = $6 AND day = $7
