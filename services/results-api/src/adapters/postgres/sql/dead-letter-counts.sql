-- $1 service, $2 code (null: each)
SELECT service, code, count::text AS count, newest
FROM dead_letter_count
WHERE count > 0 AND (service = $1 OR $1 IS NULL) AND (code = $2 OR $2 IS NULL)
ORDER BY newest DESC, service, code
