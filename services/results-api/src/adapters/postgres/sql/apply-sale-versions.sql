-- What is here already is the same: a record never changes its place.
INSERT INTO sale_version
SELECT * FROM incoming_sale
ORDER BY partition, record_offset
ON CONFLICT (partition, record_offset) DO NOTHING
