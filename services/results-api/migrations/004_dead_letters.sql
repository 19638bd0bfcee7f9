-- What all services refused (topics dead-letters.<service>), without the original bytes: those are personal data, and stay in Kafka.

CREATE TABLE dead_letter (
  service       text COLLATE "C" NOT NULL,
  partition     integer NOT NULL,
  record_offset bigint NOT NULL,
  code          text COLLATE "C" NOT NULL,
  message       text NOT NULL,
  system        text NOT NULL,
  dataset       text NOT NULL,
  position      text NOT NULL,
  violations    jsonb NOT NULL, -- [{ field, rule, message }]
  trace_id      text,
  refused_at    timestamptz NOT NULL,
  content_type  text NOT NULL,
  size          integer NOT NULL, -- of the original, in bytes
  PRIMARY KEY (service, partition, record_offset)
);

-- Newest first, whatever is asked for.
CREATE INDEX dead_letter_age ON dead_letter (refused_at, service, partition, record_offset);

-- How many of them there are: kept with them, as counting them may take long when there are many.
CREATE TABLE dead_letter_count (
  service text COLLATE "C" NOT NULL,
  code    text COLLATE "C" NOT NULL,
  count   bigint NOT NULL,
  newest  timestamptz NOT NULL,
  PRIMARY KEY (service, code)
);
