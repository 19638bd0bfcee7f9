-- $1 sale id. What the sale was last, deleted or not.
SELECT
  partition, record_offset, deleted, recorded_at, trace_id, version, country, region, city, salesman_id, salesman_name,
  amount, currency, sold_at, day::text AS day, product, system, dataset, position, observed_at
FROM sale_version
WHERE sale_id = $1 AND NOT deleted
ORDER BY record_offset DESC
LIMIT 1
