-- $1 currency (null: each), $2 most; days $3 to $4 and months $5 to $6 of the period's kind; first $7-$8-$9, last $10-$11-$12; $13 country, $14 city, $15 region (null: all together)
SELECT code AS currency, year, month, day, total, count
FROM currency CROSS JOIN LATERAL (
  SELECT year, month, day, sum(total) AS total, sum(count) AS count
  FROM city JOIN city_total USING (city_id)
  WHERE city.country = $13 AND city = $14 AND (region = $15 OR $15 IS NULL) AND currency = code AND day BETWEEN $3 AND $4 AND month BETWEEN $5 AND $6 AND year > 0
    AND (year, month, day) >= ($7::smallint, $8::smallint, $9::smallint) AND (year, month, day) <= ($10::smallint, $11::smallint, $12::smallint)
    AND count > 0
  GROUP BY year, month, day
  ORDER BY year DESC, month DESC, day DESC
  LIMIT $2
) AS latest
WHERE code = $1 OR $1 IS NULL
ORDER BY currency, year, month, day
