-- The results store. Partials are what each shard last said; totals are their sums. Both are written by one transaction
-- per batch (src/adapters/postgres/sql/apply-*.sql), which is why no foreign key guards them. Texts compare by code point
-- ("C"), the order in which the aggregators keep their largest sales.

CREATE TABLE city (
  city_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  country text COLLATE "C" NOT NULL,
  city    text COLLATE "C" NOT NULL,
  region  text COLLATE "C" NOT NULL,
  UNIQUE (country, city, region)
);

CREATE TABLE salesman (
  salesman_key integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  salesman_id  text COLLATE "C" NOT NULL UNIQUE
);

CREATE TABLE currency (
  code text COLLATE "C" PRIMARY KEY
);

-- A vanished group stays as zero: its version guards against older records.
CREATE TABLE city_partial (
  city_id        integer NOT NULL,
  currency       text COLLATE "C" NOT NULL,
  day            date NOT NULL,
  shard          integer NOT NULL,
  generation     integer NOT NULL,
  version_offset bigint NOT NULL,
  total          numeric NOT NULL,
  count          bigint NOT NULL,
  top_amount     numeric,
  top_sale_id    text COLLATE "C",
  largest        json NOT NULL, -- [sale id, amount, sold at (epoch ms), salesman id, salesman name, product][], largest first
  PRIMARY KEY (city_id, currency, day, shard)
);

-- The N partials with the greatest top sales hold the N greatest sales of all.
CREATE INDEX city_partial_top ON city_partial (city_id, currency, top_amount DESC, top_sale_id)
  WHERE top_amount IS NOT NULL;

-- day 0: the whole month; month 0: the whole year; year 0: all time.
CREATE TABLE city_total (
  city_id  integer NOT NULL,
  currency text COLLATE "C" NOT NULL,
  year     smallint NOT NULL,
  month    smallint NOT NULL,
  day      smallint NOT NULL,
  country  text COLLATE "C" NOT NULL, -- the city's own, here for its index
  total    numeric NOT NULL,
  count    bigint NOT NULL,
  PRIMARY KEY (city_id, currency, year, month, day)
);

CREATE INDEX city_total_ranking ON city_total (currency, year, month, day, total DESC, count DESC)
  WHERE count > 0;
CREATE INDEX city_total_ranking_in_country ON city_total (country, currency, year, month, day, total DESC, count DESC)
  WHERE count > 0;

CREATE TABLE salesman_partial (
  salesman_key   integer NOT NULL,
  country        text COLLATE "C" NOT NULL,
  currency       text COLLATE "C" NOT NULL,
  day            date NOT NULL,
  shard          integer NOT NULL,
  generation     integer NOT NULL,
  version_offset bigint NOT NULL,
  total          numeric NOT NULL,
  count          bigint NOT NULL,
  salesman_name  text COLLATE "C" NOT NULL,
  named_at       bigint NOT NULL, -- epoch ms
  PRIMARY KEY (salesman_key, country, currency, day, shard)
);

-- The first of a salesman's partials names him.
CREATE INDEX salesman_partial_name ON salesman_partial (salesman_key, named_at DESC, salesman_name)
  WHERE count > 0;

-- country '': all countries together. In the key the day comes first, so that a salesman's years are read without his days.
CREATE TABLE salesman_total (
  salesman_key integer NOT NULL,
  country      text COLLATE "C" NOT NULL,
  currency     text COLLATE "C" NOT NULL,
  year         smallint NOT NULL,
  month        smallint NOT NULL,
  day          smallint NOT NULL,
  total        numeric NOT NULL,
  count        bigint NOT NULL,
  PRIMARY KEY (salesman_key, day, month, year, country, currency)
);

CREATE INDEX salesman_total_ranking ON salesman_total (country, currency, year, month, day, total DESC, count DESC)
  WHERE count > 0;

-- How far each partition is in this store, in the same transaction as its data: the truth about the sink's position.
CREATE TABLE sink_progress (
  topic       text COLLATE "C" NOT NULL,
  partition   integer NOT NULL,
  next_offset bigint NOT NULL,
  revision    bigint NOT NULL, -- batches that changed something; the sum over all partitions is the revision of the results
  changed_at  timestamptz,
  PRIMARY KEY (topic, partition)
);
