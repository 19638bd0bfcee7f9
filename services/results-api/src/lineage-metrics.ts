import { controlTotals, deadLetters, lineage, sales } from '@sales-pipeline/contracts'
import type { Metrics } from '@sales-pipeline/observability'

export type LineageInstruments = ReturnType<typeof createLineageInstruments>

/** Every instrument of what results-api follows beside the rankings. */
export function createLineageInstruments(metrics: Metrics) {
  const stream = [lineage.stream, sales.stream, deadLetters('').stream, controlTotals.stream]
  return {
    followed: metrics.counter({
      name: 'sales_pipeline_lineage_records_total',
      help: 'Records read beside the rankings: stored; refused, as they do not decode or break their contract',
      labels: { stream, outcome: ['stored', 'refused'] }
    }),
    retries: metrics.counter({
      name: 'sales_pipeline_lineage_store_retries_total',
      help: 'Transactions beside the rankings that failed for an outage or a conflict and were tried again',
      labels: { stream }
    }),
    lag: metrics.gauge({
      name: 'sales_pipeline_lineage_lag_records',
      help: 'Offsets between the end of a partition and what is stored beside the rankings, as of its last batch',
      labels: { stream, partition: [] }
    }),
    forwarded: metrics.counter({
      name: 'sales_pipeline_lineage_forwarded_events_total',
      help: 'Events for the OpenLineage endpoint: accepted; refused for good and dead-lettered; attempts to be repeated',
      labels: { outcome: ['accepted', 'refused', 'retried'] }
    })
  }
}
