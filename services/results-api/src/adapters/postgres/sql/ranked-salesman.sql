-- $1 salesman id, $2 country ('': all together), $3 currency, $4 year, $5 month, $6 day
SELECT coalesce(sum(total), 0)::text AS total, coalesce(sum(count), 0)::text AS count
FROM salesman JOIN salesman_total USING (salesman_key)
WHERE salesman_id = $1 AND country = $2 AND currency = $3 AND year = $4 AND month = $5 AND day = $6
