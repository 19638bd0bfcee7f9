SELECT currency, total, count
FROM country_total
WHERE country = '' AND year = 0 AND month = 0 AND day = 0 AND count > 0
ORDER BY currency
