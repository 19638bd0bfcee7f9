-- Cities and currencies that are new. A statement of its own, so that the next one sees what others have added meanwhile;
-- the anti-join keeps known cities from using up the identity.
WITH new_currency AS (
  INSERT INTO currency (code)
  SELECT DISTINCT currency FROM incoming_city
  WHERE NOT EXISTS (SELECT FROM currency WHERE code = incoming_city.currency)
  ORDER BY currency
  ON CONFLICT DO NOTHING
)
INSERT INTO city (country, city, region)
SELECT DISTINCT country, city, region FROM incoming_city
WHERE NOT EXISTS (
  SELECT FROM city
  WHERE (city.country, city.city, city.region) = (incoming_city.country, incoming_city.city, incoming_city.region)
)
ORDER BY country, city, region
ON CONFLICT DO NOTHING
