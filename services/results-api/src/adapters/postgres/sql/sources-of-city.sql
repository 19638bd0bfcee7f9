-- $1 country, $2 city, $3 region (null: each), $4 currency, $5 first day, $6 last day (null: all time)
SELECT source, sum(amount)::text AS total, count(*)::text AS count
FROM sale_state
WHERE NOT deleted AND country = $1 AND city = $2 AND (region = $3 OR $3 IS NULL) AND currency = $4
  AND day BETWEEN coalesce($5::date, '-infinity') AND coalesce($6::date, 'infinity')
GROUP BY source
ORDER BY source
