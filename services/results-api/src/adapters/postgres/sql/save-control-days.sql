-- $1 source, $2 dataset, $3 scope; $4 days, $5 currencies, $6 rows, $7 amounts
INSERT INTO control_day (source, dataset, scope, day, currency, rows, amount)
SELECT $1, $2, $3, day, currency, rows, amount
FROM unnest($4::date[], $5::text[], $6::bigint[], $7::numeric[]) AS total (day, currency, rows, amount)
ON CONFLICT (source, dataset, scope, day, currency) DO UPDATE SET rows = excluded.rows, amount = excluded.amount
