-- As apply-city.sql; each difference also moves the total over all countries (country '').
WITH applied AS (
  INSERT INTO salesman_partial AS stored (
    salesman_key, country, currency, day, shard, generation, version_offset, total, count, salesman_name, named_at
  )
  SELECT salesman_key, country, currency, day, shard, generation, version_offset, total, count, salesman_name, named_at
  FROM incoming_salesman JOIN salesman USING (salesman_id)
  ORDER BY salesman_key, country, currency, day, shard
  ON CONFLICT (salesman_key, country, currency, day, shard) DO UPDATE
  SET generation = excluded.generation,
      version_offset = excluded.version_offset,
      total = excluded.total,
      count = excluded.count,
      salesman_name = excluded.salesman_name,
      named_at = excluded.named_at
  WHERE (stored.generation, stored.version_offset) < (excluded.generation, excluded.version_offset)
  RETURNING
    new.salesman_key,
    new.country,
    new.currency,
    extract(year FROM new.day)::smallint AS year,
    extract(month FROM new.day)::smallint AS month,
    extract(day FROM new.day)::smallint AS day,
    new.total - coalesce(old.total, 0) AS total,
    new.count - coalesce(old.count, 0) AS count
), difference AS (
  SELECT
    salesman_key, coalesce(country, '') AS country, currency,
    coalesce(year, 0) AS year, coalesce(month, 0) AS month, coalesce(day, 0) AS day,
    sum(total) AS total, sum(count) AS count
  FROM applied
  GROUP BY salesman_key, currency, ROLLUP (country), ROLLUP (year, month, day)
  HAVING sum(total) <> 0 OR sum(count) <> 0
), moved AS (
  INSERT INTO salesman_total AS stored (salesman_key, country, currency, year, month, day, total, count)
  SELECT salesman_key, country, currency, year, month, day, total, count
  FROM difference
  ORDER BY salesman_key, day, month, year, country, currency
  ON CONFLICT (salesman_key, day, month, year, country, currency) DO UPDATE
  SET total = stored.total + excluded.total,
      count = stored.count + excluded.count
)
SELECT count(*)::integer AS applied FROM applied
