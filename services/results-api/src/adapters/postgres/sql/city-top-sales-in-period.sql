-- $1 country, $2 city, $3 region (null: each), $4 currency (null: each), $5 limit, $6 first day, $7 last day
-- Reads the period's own partials by the primary key: OFFSET 0 keeps the planner from reading all of history in order of amount.
SELECT region, code AS currency, largest
FROM city CROSS JOIN currency CROSS JOIN LATERAL (
  SELECT largest FROM (
    SELECT top_amount, top_sale_id, largest FROM city_partial
    WHERE city_partial.city_id = city.city_id AND currency = code AND day BETWEEN $6::date AND $7::date
      AND top_amount IS NOT NULL
    OFFSET 0
  ) AS in_period
  ORDER BY top_amount DESC, top_sale_id
  LIMIT $5
) AS top
WHERE country = $1 AND city = $2 AND (region = $3 OR $3 IS NULL) AND (code = $4 OR $4 IS NULL)
