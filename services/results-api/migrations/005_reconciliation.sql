-- Reconciliation: what the sources say they hold, against what arrived (topic sales), against the results.

-- Every state of a sale that was appended since then is in sale_version; what was there before may have been compacted away unread.
ALTER TABLE lineage_progress ADD COLUMN complete_from timestamptz NOT NULL DEFAULT now();
ALTER TABLE lineage_progress ALTER COLUMN complete_from DROP DEFAULT;

ALTER TABLE sale_state ADD COLUMN version bigint; -- null: a tombstone of before tombstones had one
UPDATE sale_state AS state SET version = known.version
FROM sale_version AS known
WHERE (state.partition, state.record_offset) = (known.partition, known.record_offset);

CREATE INDEX sale_state_of_version ON sale_state (source, version);
-- By a hash: the names of datasets are long.
CREATE INDEX sale_version_of_dataset ON sale_version (hashtextextended(dataset, 0), version) WHERE NOT deleted;

-- What is in sale_state and not deleted, added up: moved by the difference, in the same transaction.
CREATE TABLE arrived_total (
  source   text COLLATE "C" NOT NULL,
  currency text COLLATE "C" NOT NULL,
  day      date NOT NULL,
  rows     bigint NOT NULL,
  amount   numeric NOT NULL,
  PRIMARY KEY (source, currency, day)
);
INSERT INTO arrived_total
SELECT source, currency, day, count(*), sum(amount) FROM sale_state WHERE NOT deleted GROUP BY source, currency, day;

CREATE TABLE control (
  source       text COLLATE "C" NOT NULL,
  dataset      text COLLATE "C" NOT NULL,
  scope        text COLLATE "C" NOT NULL,
  kind         text NOT NULL, -- STATE or RECORDS, as in the contract
  position     text NOT NULL,
  version_from bigint NOT NULL,
  version_to   bigint NOT NULL,
  observed_at  timestamptz,
  time_zone    text NOT NULL,
  taken_at     timestamptz NOT NULL,
  parts        integer NOT NULL,
  parts_seen   integer NOT NULL,
  ends         bigint[] NOT NULL, -- of the partitions of sales when it came: all that it speaks of is below
  due_at       timestamptz NOT NULL,
  outcome      text, -- of its last comparison, if it was final: agreed, differs, notJudged
  PRIMARY KEY (source, dataset, scope)
);
CREATE INDEX control_due ON control (due_at) WHERE outcome IS NULL OR outcome = 'differs';
CREATE INDEX control_age ON control (taken_at);

-- Every source that has ever told a control, with its newest.
CREATE TABLE control_source (
  source text COLLATE "C" PRIMARY KEY,
  newest timestamptz NOT NULL
);

CREATE TABLE control_day (
  source   text COLLATE "C" NOT NULL,
  dataset  text COLLATE "C" NOT NULL,
  scope    text COLLATE "C" NOT NULL,
  day      date NOT NULL,
  currency text COLLATE "C" NOT NULL,
  rows     bigint NOT NULL,
  amount   numeric NOT NULL,
  PRIMARY KEY (source, dataset, scope, day, currency),
  FOREIGN KEY (source, dataset, scope) REFERENCES control ON DELETE CASCADE
);

-- The last comparison of each day. Without a control: all sources, against the results.
CREATE TABLE reconciliation (
  source          text COLLATE "C" NOT NULL,
  dataset         text COLLATE "C" NOT NULL,
  scope           text COLLATE "C" NOT NULL,
  against         text COLLATE "C" NOT NULL, -- arrived or results
  day             date NOT NULL,
  currency        text COLLATE "C" NOT NULL,
  state           text NOT NULL, -- agreed, differs, moving or notJudged
  rank            smallint NOT NULL GENERATED ALWAYS AS (CASE state WHEN 'differs' THEN 0 WHEN 'moving' THEN 1 ELSE 2 END) STORED,
  since           timestamptz NOT NULL,
  unequal_since   timestamptz,
  changed_at      timestamptz NOT NULL,
  reason          text,
  expected_rows   bigint NOT NULL,
  expected_amount numeric NOT NULL,
  found_rows      bigint NOT NULL,
  found_amount    numeric NOT NULL,
  position        text,
  taken_at        timestamptz,
  PRIMARY KEY (source, dataset, scope, against, day, currency)
);
CREATE INDEX reconciliation_order ON reconciliation (rank, day DESC, source, dataset, scope, against, currency);
