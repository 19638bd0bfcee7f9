import type { EventType } from '@sales-pipeline/contracts'
import type { Metrics } from '@sales-pipeline/observability'

const TYPES: readonly EventType[] = ['START', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'OTHER']

export type LineageInstruments = ReturnType<typeof lineageInstruments>

/** Every instrument of the reporter. */
export function lineageInstruments(metrics: Metrics) {
  const labels = { type: TYPES }
  return {
    sent: metrics.counter({
      name: 'sales_pipeline_lineage_events_total',
      help: 'OpenLineage events that Kafka has acknowledged',
      labels
    }),
    dropped: metrics.counter({
      name: 'sales_pipeline_lineage_events_dropped_total',
      help: 'OpenLineage events not sent, as too many waited for Kafka already',
      labels
    })
  }
}
