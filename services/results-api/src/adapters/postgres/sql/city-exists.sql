-- $1 country, $2 city, $3 region (null: any)
SELECT EXISTS (
  SELECT FROM city CROSS JOIN currency
  JOIN city_total USING (city_id)
  WHERE city.country = $1 AND city = $2 AND (region = $3 OR $3 IS NULL)
    AND currency = code AND (year, month, day) = (0, 0, 0) AND count > 0
) AS known
