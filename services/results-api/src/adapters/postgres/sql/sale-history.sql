-- $1 sale id, $2 most versions; newest first
SELECT
  partition, record_offset, deleted, recorded_at, trace_id, version, country, region, city, salesman_id, salesman_name,
  amount, currency, sold_at, day::text AS day, product, system, dataset, position, observed_at
FROM sale_version
WHERE sale_id = $1
ORDER BY record_offset DESC
LIMIT $2
