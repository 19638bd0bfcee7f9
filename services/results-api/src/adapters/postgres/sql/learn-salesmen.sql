-- Salesmen and currencies that are new: see learn-cities.sql.
WITH new_currency AS (
  INSERT INTO currency (code)
  SELECT DISTINCT currency FROM incoming_salesman
  WHERE NOT EXISTS (SELECT FROM currency WHERE code = incoming_salesman.currency)
  ORDER BY currency
  ON CONFLICT DO NOTHING
)
INSERT INTO salesman (salesman_id)
SELECT DISTINCT salesman_id FROM incoming_salesman
WHERE NOT EXISTS (SELECT FROM salesman WHERE salesman.salesman_id = incoming_salesman.salesman_id)
ORDER BY salesman_id
ON CONFLICT DO NOTHING
