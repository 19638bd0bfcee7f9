SELECT country, currency, total, count
FROM country_total
WHERE year = 0 AND month = 0 AND day = 0 AND country <> '' AND count > 0
ORDER BY country, currency
