import {
  checkpointInstruments,
  deadLetterCounter,
  LagClock,
  lagSeconds,
  type Metrics
} from '@sales-pipeline/observability'
import type { Cause, Emission } from './core/emission.ts'
import { ROLES } from './core/source-tables.ts'
import { DEAD_LETTER_CODES } from './errors.ts'

const CAUSES: readonly Cause[] = ['change', 'snapshot', 'reread']

/** Every instrument of the bridge. */
export function bridgeMetrics(metrics: Metrics) {
  const lagClock = new LagClock()
  lagSeconds(metrics, ['postgres'], (_stream, now) => lagClock.seconds(now))
  return {
    changes: metrics.counter({
      name: 'sales_pipeline_cdc_changes_total',
      help: 'Change envelopes handed to Kafka, by table and op (r snapshot, c insert, u update, d delete, t truncate)',
      labels: { table: ROLES, op: ['r', 'c', 'u', 'd', 't'] }
    }),
    sales: metrics.counter({
      name: 'sales_pipeline_cdc_sales_total',
      help: 'Sales handed to Kafka, by what caused it; reread: a salesman or city changed, or a row arrived incomplete',
      labels: { cause: CAUSES }
    }),
    tombstones: metrics.counter({
      name: 'sales_pipeline_cdc_tombstones_total',
      help: 'Tombstones handed to Kafka, by what caused it; reconcile: sales that vanished while nobody listened',
      labels: { cause: ['delete', 'truncate', 'reconcile'] }
    }),
    deadLetters: deadLetterCounter(metrics, DEAD_LETTER_CODES),
    chunks: metrics.counter({
      name: 'sales_pipeline_cdc_reread_chunks_total',
      help: 'Chunks of sales read beside the stream; repeated: read again, as commits were not visible yet',
      labels: { attempt: ['first', 'repeated'] }
    }),
    snapshots: metrics.counter({
      name: 'sales_pipeline_cdc_snapshots_total',
      help: 'Snapshots begun; repeated: not the first of this source',
      labels: { kind: ['first', 'repeated'] }
    }),
    reconnects: metrics.counter({
      name: 'sales_pipeline_cdc_reconnects_total',
      help: 'Attempts to reach the source again after it was lost'
    }),
    /** Of commits received and not acknowledged by Kafka yet. */
    lagClock,
    checkpoint: checkpointInstruments(metrics),
    lag: metrics.gauge({
      name: 'sales_pipeline_cdc_lag_bytes',
      help: "How far the source's log is ahead of what was received, and of what Kafka has acknowledged",
      labels: { stage: ['received', 'acknowledged'] }
    }),
    retained: metrics.gauge({
      name: 'sales_pipeline_cdc_slot_retained_bytes',
      help: "Log that the source keeps for the bridge's slot"
    }),
    delay: metrics.histogram({
      name: 'sales_pipeline_cdc_delay_seconds',
      help: 'From commit in the source to acknowledgement by Kafka, per batch',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600]
    })
  }
}

export type BridgeMetrics = ReturnType<typeof bridgeMetrics>

/** Counts what is handed to Kafka. */
export function countEmissions(metrics: BridgeMetrics, emissions: readonly Emission[]): void {
  const tally = new Map<string, number>()
  for (const emission of emissions) {
    const name = tallyName(emission)
    tally.set(name, (tally.get(name) ?? 0) + 1)
  }
  for (const [name, count] of tally) {
    const [kind, label = '', op = ''] = name.split(' ')
    if (kind === 'change') metrics.changes.inc({ table: label, op }, count)
    if (kind === 'sale') metrics.sales.inc({ cause: label }, count)
    if (kind === 'tombstone') metrics.tombstones.inc({ cause: 'delete' }, count)
    if (kind === 'refused') metrics.deadLetters.inc({ code: label }, count)
  }
}

function tallyName(emission: Emission): string {
  switch (emission.kind) {
    case 'change':
      return `change ${emission.table} ${emission.envelope.op}`
    case 'sale':
      return `sale ${emission.cause}`
    case 'refused':
      return `refused ${emission.code}`
    case 'tombstone':
    case 'all-gone':
      return emission.kind
  }
}
