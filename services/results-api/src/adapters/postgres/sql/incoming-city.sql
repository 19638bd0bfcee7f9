CREATE TEMP TABLE IF NOT EXISTS incoming_city (
  country        text COLLATE "C",
  city           text COLLATE "C",
  region         text COLLATE "C",
  currency       text COLLATE "C",
  day            date,
  shard          integer,
  generation     integer,
  version_offset bigint,
  total          numeric,
  count          bigint,
  top_amount     numeric,
  top_sale_id    text COLLATE "C",
  largest        json
) ON COMMIT DELETE ROWS
