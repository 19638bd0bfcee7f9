-- The last record of each sale, if it is newer than the stored one; what has arrived moves by the difference.
-- All records of a sale are in one partition.
WITH moved AS (
  INSERT INTO sale_state AS stored (
    sale_id, partition, record_offset, deleted, source, country, region, city, salesman_id, currency, day, amount, version
  )
  SELECT DISTINCT ON (sale_id)
    sale_id, partition, record_offset, deleted, split_part(sale_id, ':', 1),
    country, region, city, salesman_id, currency, day, amount, version
  FROM incoming_sale
  ORDER BY sale_id, record_offset DESC
  ON CONFLICT (sale_id) DO UPDATE
  SET partition = excluded.partition,
      record_offset = excluded.record_offset,
      deleted = excluded.deleted,
      version = excluded.version,
      country = coalesce(excluded.country, stored.country),
      region = coalesce(excluded.region, stored.region),
      city = coalesce(excluded.city, stored.city),
      salesman_id = coalesce(excluded.salesman_id, stored.salesman_id),
      currency = coalesce(excluded.currency, stored.currency),
      day = coalesce(excluded.day, stored.day),
      amount = coalesce(excluded.amount, stored.amount)
  WHERE stored.record_offset < excluded.record_offset
  RETURNING
    old.deleted AS was_deleted, old.currency AS old_currency, old.day AS old_day, old.amount AS old_amount,
    new.source, new.deleted, new.currency, new.day, new.amount
), difference AS (
  SELECT source, currency, day, 1 AS rows, amount FROM moved WHERE NOT deleted
  UNION ALL
  SELECT source, old_currency, old_day, -1, -old_amount FROM moved WHERE NOT was_deleted
)
INSERT INTO arrived_total AS total (source, currency, day, rows, amount)
SELECT source, currency, day, sum(rows), sum(amount)
FROM difference
GROUP BY source, currency, day
HAVING sum(rows) <> 0 OR sum(amount) <> 0
ORDER BY source, currency, day
ON CONFLICT (source, currency, day) DO UPDATE
SET rows = total.rows + excluded.rows, amount = total.amount + excluded.amount
