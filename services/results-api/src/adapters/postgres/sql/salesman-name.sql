-- $1 salesman id
SELECT salesman_name FROM salesman JOIN salesman_partial USING (salesman_key)
WHERE salesman_id = $1 AND count > 0
ORDER BY named_at DESC, salesman_name
LIMIT 1
