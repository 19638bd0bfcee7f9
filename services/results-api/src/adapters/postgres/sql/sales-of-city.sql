-- As sources-of-city.sql, of one source: $7 source, $8 day and $9 sale id to go on behind (null: from the beginning), $10 limit
SELECT
  sale_id, source, country, region, city, salesman_id, salesman_name, amount::text AS amount, currency, sold_at,
  day::text AS day, product, system, dataset, position, partition, record_offset, trace_id
FROM (
  SELECT sale_id, source, partition, record_offset, day AS ordered_day
  FROM sale_state
  WHERE NOT deleted AND country = $1 AND city = $2 AND (region = $3 OR $3 IS NULL) AND currency = $4 AND source = $7
    AND day BETWEEN coalesce($5::date, '-infinity') AND coalesce($6::date, 'infinity')
    AND (day, sale_id) > (coalesce($8::date, '-infinity'), coalesce($9, ''))
  ORDER BY day, sale_id
  LIMIT $10
) AS page
JOIN sale_version USING (partition, record_offset, sale_id)
ORDER BY ordered_day, sale_id
