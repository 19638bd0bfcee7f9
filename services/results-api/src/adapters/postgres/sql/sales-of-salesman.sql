-- As sources-of-salesman.sql, of one source: $6 source, $7 day and $8 sale id to go on behind (null: from the beginning), $9 limit
SELECT
  sale_id, source, country, region, city, salesman_id, salesman_name, amount::text AS amount, currency, sold_at,
  day::text AS day, product, system, dataset, position, partition, record_offset, trace_id
FROM (
  SELECT sale_id, source, partition, record_offset, day AS ordered_day
  FROM sale_state
  WHERE NOT deleted AND salesman_id = $1 AND (country = $2 OR $2 IS NULL) AND currency = $3 AND source = $6
    AND day BETWEEN coalesce($4::date, '-infinity') AND coalesce($5::date, 'infinity')
    AND (day, sale_id) > (coalesce($7::date, '-infinity'), coalesce($8, ''))
  ORDER BY day, sale_id
  LIMIT $9
) AS page
JOIN sale_version USING (partition, record_offset, sale_id)
ORDER BY ordered_day, sale_id
