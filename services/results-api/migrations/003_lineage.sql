-- Lineage: what the jobs of the pipeline tell of themselves (topic lineage), and every state that a sale has had (topic sales).

-- inputs, outputs: as the newest event of the job has them; a graph is drawn from all jobs at once, and they are few.
CREATE TABLE lineage_job (
  namespace   text COLLATE "C" NOT NULL,
  name        text COLLATE "C" NOT NULL,
  description text,
  owner       text,
  processing  text, -- STREAMING or BATCH
  kind        text,
  inputs      jsonb NOT NULL, -- [{ namespace, name }]
  outputs     jsonb NOT NULL, -- [{ namespace, name, columns: [{ field, from: { namespace, name, field }, type, subtype }] }]
  PRIMARY KEY (namespace, name)
);

CREATE TABLE lineage_run (
  run_id     uuid PRIMARY KEY,
  namespace  text COLLATE "C" NOT NULL,
  name       text COLLATE "C" NOT NULL,
  parent_id  uuid,
  state      text NOT NULL, -- type of its newest event
  started_at timestamptz NOT NULL,
  event_at   timestamptz NOT NULL,
  ended_at   timestamptz,
  error      text,
  progress   jsonb
);

CREATE INDEX lineage_run_of_job ON lineage_run (namespace, name, event_at DESC);
CREATE INDEX lineage_run_age ON lineage_run (event_at);

CREATE TABLE lineage_dataset (
  namespace   text COLLATE "C" NOT NULL,
  name        text COLLATE "C" NOT NULL,
  type        text,
  description text,
  owner       text,
  version     text,
  fields      jsonb NOT NULL,
  event_at    timestamptz NOT NULL,
  PRIMARY KEY (namespace, name)
);

CREATE INDEX lineage_dataset_age ON lineage_dataset (event_at);

-- Every record of sales as it came. A tombstone has nothing but its place in the topic.
CREATE TABLE sale_version (
  partition     integer NOT NULL,
  record_offset bigint NOT NULL,
  sale_id       text COLLATE "C" NOT NULL,
  deleted       boolean NOT NULL,
  recorded_at   timestamptz NOT NULL,
  trace_id      text,
  version       bigint,
  country       text COLLATE "C",
  region        text COLLATE "C",
  city          text COLLATE "C",
  salesman_id   text COLLATE "C",
  salesman_name text COLLATE "C",
  amount        numeric,
  currency      text COLLATE "C",
  sold_at       timestamptz,
  day           date, -- in the business time zone
  product       text,
  system        text,
  dataset       text,
  position      text,
  observed_at   timestamptz,
  PRIMARY KEY (partition, record_offset)
);

CREATE INDEX sale_version_history ON sale_version (sale_id, record_offset DESC);

-- The newest record of each sale. A deleted one keeps what it was.
CREATE TABLE sale_state (
  sale_id       text COLLATE "C" PRIMARY KEY,
  partition     integer NOT NULL,
  record_offset bigint NOT NULL,
  deleted       boolean NOT NULL,
  source        text COLLATE "C" NOT NULL, -- first part of the sale id
  country       text COLLATE "C",
  region        text COLLATE "C",
  city          text COLLATE "C",
  salesman_id   text COLLATE "C",
  currency      text COLLATE "C",
  day           date,
  amount        numeric
);

CREATE INDEX sale_state_of_city ON sale_state (country, city, currency, source, day, sale_id)
  INCLUDE (region, amount) WHERE NOT deleted;
CREATE INDEX sale_state_of_salesman ON sale_state (salesman_id, currency, source, day, sale_id)
  INCLUDE (country, amount) WHERE NOT deleted;
CREATE INDEX sale_state_of_partition ON sale_state (partition);

-- How far each partition is in these tables, in the same transaction as its data. Not in sink_progress: nothing here changes a ranking.
CREATE TABLE lineage_progress (
  topic       text COLLATE "C" NOT NULL,
  partition   integer NOT NULL,
  next_offset bigint NOT NULL,
  end_offset  bigint NOT NULL, -- of the partition, as of then
  as_of       timestamptz NOT NULL,
  PRIMARY KEY (topic, partition)
);
