import { defineErrors } from '@sales-pipeline/service-kit'

/** What can go wrong for good in results-api. Postgres or Kafka being away is no error here: it is waited out. */
export const errors = defineErrors({
  RESULTS_PARTIAL_REFUSED: {
    summary: 'A partial total decodes, but cannot be meant: see its violations',
    fix: 'Find the producer from the dead letter; mend it and let it publish the group again',
    retryable: false
  },
  RESULTS_STORE_REFUSED: {
    summary: 'The results database refuses a statement, and will refuse it again',
    fix: 'Check RESULTS_DATABASE_URL, the rights of its user, and that the database is at this version of the schema',
    retryable: false
  },
  RESULTS_SCHEMA_OUTDATED: {
    summary: 'The results database lacks migrations of this version',
    fix: 'Run `results-api migrate`, or set MIGRATE=true to let the service do it at its start',
    retryable: false
  },
  RESULTS_LINEAGE_REFUSED: {
    summary: 'The OpenLineage endpoint refuses an event for good',
    fix: 'Read its answer in the dead letter; check that the endpoint speaks OpenLineage 2-0-2',
    retryable: false
  },
  RESULTS_HTTP_UNAVAILABLE: {
    summary: 'The address of the REST API cannot be listened on',
    fix: 'Set HTTP_PORT to a free port (0 takes any) and HTTP_HOST to an address of this machine',
    retryable: false
  }
})
