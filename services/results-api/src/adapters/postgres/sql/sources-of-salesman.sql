-- $1 salesman id, $2 country (null: all together), $3 currency, $4 first day, $5 last day (null: all time)
SELECT source, sum(amount)::text AS total, count(*)::text AS count
FROM sale_state
WHERE NOT deleted AND salesman_id = $1 AND (country = $2 OR $2 IS NULL) AND currency = $3
  AND day BETWEEN coalesce($4::date, '-infinity') AND coalesce($5::date, 'infinity')
GROUP BY source
ORDER BY source
