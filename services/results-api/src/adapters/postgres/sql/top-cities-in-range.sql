-- $1 currency (null: each), $2 years, $3 months, $4 days: the spans that make up the range; $5 limit per currency, $6 country (null: each)
SELECT country, region, city, ranked.currency, total, count
FROM currency CROSS JOIN LATERAL (
  SELECT city.country, region, city, code AS currency, total, count
  FROM (
    SELECT city_id, sum(total) AS total, sum(count) AS count
    FROM unnest($2::smallint[], $3::smallint[], $4::smallint[]) AS span (year, month, day) CROSS JOIN LATERAL (
      SELECT city_id, total, count FROM city_total
      WHERE currency = code AND year = span.year AND month = span.month AND day = span.day AND count > 0
        AND (country = $6 OR $6 IS NULL)
      OFFSET 0
    ) AS part
    GROUP BY city_id
    ORDER BY total DESC, count DESC
    FETCH FIRST $5 ROWS WITH TIES
  ) AS best JOIN city USING (city_id)
  ORDER BY total DESC, count DESC, city, city.country, region
  LIMIT $5
) AS ranked
WHERE code = $1 OR $1 IS NULL
ORDER BY currency, total DESC, count DESC, city, country, region
