-- Takes the partials that are newer than the stored ones, and moves every total they are part of by the difference.
-- Rows are locked in the order of their keys, whoever runs this: no deadlock.
WITH applied AS (
  INSERT INTO city_partial AS stored (
    city_id, currency, day, shard, generation, version_offset, total, count, top_amount, top_sale_id, largest
  )
  SELECT city_id, currency, day, shard, generation, version_offset, total, count, top_amount, top_sale_id, largest
  FROM incoming_city JOIN city USING (country, city, region)
  ORDER BY city_id, currency, day, shard
  ON CONFLICT (city_id, currency, day, shard) DO UPDATE
  SET generation = excluded.generation,
      version_offset = excluded.version_offset,
      total = excluded.total,
      count = excluded.count,
      top_amount = excluded.top_amount,
      top_sale_id = excluded.top_sale_id,
      largest = excluded.largest
  WHERE (stored.generation, stored.version_offset) < (excluded.generation, excluded.version_offset)
  RETURNING
    new.city_id,
    new.currency,
    extract(year FROM new.day)::smallint AS year,
    extract(month FROM new.day)::smallint AS month,
    extract(day FROM new.day)::smallint AS day,
    new.total - coalesce(old.total, 0) AS total,
    new.count - coalesce(old.count, 0) AS count
), difference AS (
  SELECT
    city_id, currency,
    coalesce(year, 0) AS year, coalesce(month, 0) AS month, coalesce(day, 0) AS day,
    sum(total) AS total, sum(count) AS count
  FROM applied
  GROUP BY city_id, currency, ROLLUP (year, month, day)
  HAVING sum(total) <> 0 OR sum(count) <> 0
), moved AS (
  INSERT INTO city_total AS stored (city_id, currency, year, month, day, country, total, count)
  SELECT city_id, currency, year, month, day, country, total, count
  FROM difference JOIN city USING (city_id)
  ORDER BY city_id, currency, year, month, day
  ON CONFLICT (city_id, currency, year, month, day) DO UPDATE
  SET total = stored.total + excluded.total,
      count = stored.count + excluded.count
), of_country AS (
  SELECT coalesce(country, '') AS country, currency, year, month, day, sum(total) AS total, sum(count) AS count
  FROM difference JOIN city USING (city_id)
  GROUP BY currency, year, month, day, ROLLUP (country)
  HAVING sum(total) <> 0 OR sum(count) <> 0
), moved_country AS (
  INSERT INTO country_total AS stored (country, currency, year, month, day, total, count)
  SELECT country, currency, year, month, day, total, count
  FROM of_country
  ORDER BY country, currency, year, month, day
  ON CONFLICT (country, currency, year, month, day) DO UPDATE
  SET total = stored.total + excluded.total,
      count = stored.count + excluded.count
)
SELECT count(*)::integer AS applied FROM applied
