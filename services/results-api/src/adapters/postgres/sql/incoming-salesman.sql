CREATE TEMP TABLE IF NOT EXISTS incoming_salesman (
  country        text COLLATE "C",
  salesman_id    text COLLATE "C",
  currency       text COLLATE "C",
  day            date,
  shard          integer,
  generation     integer,
  version_offset bigint,
  total          numeric,
  count          bigint,
  salesman_name  text COLLATE "C",
  named_at       bigint
) ON COMMIT DELETE ROWS
