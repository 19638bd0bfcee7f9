-- The last record of each sale, if it is newer than the stored one. All records of a sale are in one partition.
INSERT INTO sale_state AS stored (
  sale_id, partition, record_offset, deleted, source, country, region, city, salesman_id, currency, day, amount
)
SELECT DISTINCT ON (sale_id)
  sale_id, partition, record_offset, deleted, split_part(sale_id, ':', 1),
  country, region, city, salesman_id, currency, day, amount
FROM incoming_sale
ORDER BY sale_id, record_offset DESC
ON CONFLICT (sale_id) DO UPDATE
SET partition = excluded.partition,
    record_offset = excluded.record_offset,
    deleted = excluded.deleted,
    country = coalesce(excluded.country, stored.country),
    region = coalesce(excluded.region, stored.region),
    city = coalesce(excluded.city, stored.city),
    salesman_id = coalesce(excluded.salesman_id, stored.salesman_id),
    currency = coalesce(excluded.currency, stored.currency),
    day = coalesce(excluded.day, stored.day),
    amount = coalesce(excluded.amount, stored.amount)
WHERE stored.record_offset < excluded.record_offset
