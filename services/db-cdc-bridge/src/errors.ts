import { defineErrors } from '@sales-pipeline/service-kit'

/** What can go wrong in the bridge, and what to do about it. */
export const errors = defineErrors({
  CDC_WAL_LEVEL: {
    summary: 'The source database does not write a logical log',
    fix: "Run ALTER SYSTEM SET wal_level = 'logical' on the source, and restart it",
    retryable: false
  },
  CDC_SERVER_TOO_OLD: {
    summary: 'The source database is older than PostgreSQL 15',
    fix: 'Upgrade the source to PostgreSQL 15 or later',
    retryable: false
  },
  CDC_ACCESS_DENIED: {
    summary: 'The source database refuses the connection',
    fix: 'Correct user, password and database in SOURCE_DATABASE_URL, and the entry for it in pg_hba.conf',
    retryable: false
  },
  CDC_ROLE_CANNOT_REPLICATE: {
    summary: 'The role may not read the replication stream',
    fix: 'Run ALTER ROLE <role> REPLICATION as an administrator of the source',
    retryable: false
  },
  CDC_TABLE_NOT_READABLE: {
    summary: 'The role may not read a table',
    fix: 'Run GRANT USAGE ON SCHEMA <schema> TO <role>; GRANT SELECT ON <table> TO <role>',
    retryable: false
  },
  CDC_PUBLICATION_MISSING: {
    summary: 'The publication does not exist',
    fix: 'Run CREATE PUBLICATION <publication> FOR TABLE sale, salesman, city, or set PUBLICATION',
    retryable: false
  },
  CDC_PUBLICATION_INCOMPLETE: {
    summary: 'The publication leaves out what the bridge needs',
    fix: "Publish the tables sale, salesman and city without row filter, with publish = 'insert, update, delete, truncate'",
    retryable: false
  },
  CDC_TABLE_WITHOUT_CONTRACT: {
    summary: 'The publication holds a table that has no contract',
    fix: 'Add the table to instances in contracts/cdc/contract.yaml, or take it out of the publication',
    retryable: false
  },
  CDC_COLUMN_MISSING: {
    summary: 'A published table lacks a column that the bridge reads',
    fix: 'Bring the column back, or add it to the column list of the publication',
    retryable: false
  },
  CDC_PRIMARY_KEY: {
    summary: 'The primary key of a table is not the one column that the bridge expects',
    fix: 'Make sale_id, salesman_id and city_id the primary keys of sale, salesman and city',
    retryable: false
  },
  CDC_REPLICA_IDENTITY: {
    summary: 'Updates and deletes of a table do not tell its primary key',
    fix: 'Run ALTER TABLE <table> REPLICA IDENTITY DEFAULT (or FULL)',
    retryable: false
  },
  CDC_SLOT_FOREIGN: {
    summary: 'The replication slot belongs to something else',
    fix: 'Set SLOT_NAME to a name of its own, or drop the slot: SELECT pg_drop_replication_slot(<slot>)',
    retryable: false
  },
  CDC_SLOT_BUSY: {
    summary: 'The replication slot is in use',
    fix: 'Nothing, if an earlier instance is about to end. Else give each bridge a SLOT_NAME of its own',
    retryable: true
  },
  CDC_SLOT_UNAVAILABLE: {
    summary: 'The source database cannot make a replication slot',
    fix: 'Raise max_replication_slots and max_wal_senders on the source, or drop slots that nobody uses',
    retryable: true
  },
  CDC_WATERMARK_REFUSED: {
    summary: 'The source database does not let the bridge write watermarks into the log',
    fix: 'Connect to the primary, and run GRANT EXECUTE ON FUNCTION pg_logical_emit_message(boolean, text, text, boolean) TO <role>',
    retryable: false
  },
  CDC_SOURCE_UNREACHABLE: {
    summary: 'The source database cannot be reached',
    fix: 'Nothing, if it comes back: the bridge goes on where it was. Else check SOURCE_DATABASE_URL and the network',
    retryable: true
  },
  CDC_ROW_REFUSED: {
    summary: 'A row breaks the contract of sales; the last valid state of that sale stays',
    fix: 'Correct the row in the source; the correction arrives by itself',
    retryable: false
  },
  CDC_UNKNOWN_REFERENCE: {
    summary: 'A sale refers to a salesman or a city that does not exist; the last valid state of that sale stays',
    fix: 'Add the missing row, touch the sale (UPDATE), and give the source a foreign key',
    retryable: false
  },
  CDC_ROW_TOO_LARGE: {
    summary: 'A change is larger than Kafka takes; its sale is sent, its envelope is not',
    fix: 'Leave the large column out of the publication (column list)',
    retryable: false
  }
})

/** Codes under which the bridge writes dead letters. */
export const DEAD_LETTER_CODES = ['CDC_ROW_REFUSED', 'CDC_UNKNOWN_REFERENCE', 'CDC_ROW_TOO_LARGE'] as const
