import { kafkaErrors } from '@sales-pipeline/kafka'
import {
  consumerLag,
  deadLetterCounter,
  httpInstruments,
  type Metrics,
  type SourceTimes
} from '@sales-pipeline/observability'
import { errors } from './errors.ts'

export const ROUTE_UNMATCHED = 'unmatched'

const DEAD_LETTER_CODES = [
  kafkaErrors.KAFKA_UNDECODABLE.code,
  kafkaErrors.KAFKA_NULL_VALUE.code,
  errors.RESULTS_PARTIAL_REFUSED.code,
  errors.RESULTS_LINEAGE_REFUSED.code
]

export type Instruments = ReturnType<typeof createInstruments>

/** Every instrument of the service; streams and routes are known beforehand, so that all begin at zero. */
export function createInstruments(metrics: Metrics, streams: readonly string[], routes: readonly string[]) {
  const stream = streams
  return {
    transactions: metrics.counter({
      name: 'sales_pipeline_sink_transactions_total',
      help: 'Transactions that applied partial totals',
      labels: { stream }
    }),
    records: metrics.counter({
      name: 'sales_pipeline_sink_records_total',
      help: 'Records read, by what became of them: applied; superseded by a newer one of the same transaction; stale; refused',
      labels: { stream, outcome: ['applied', 'superseded', 'stale', 'refused'] }
    }),
    duration: metrics.histogram({
      name: 'sales_pipeline_sink_transaction_duration_seconds',
      help: 'Time of one transaction of the sink, retries included',
      labels: { stream },
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    }),
    deadLetters: deadLetterCounter(metrics, DEAD_LETTER_CODES),
    storeRetries: metrics.counter({
      name: 'sales_pipeline_store_retries_total',
      help: 'Transactions of the sink that failed for an outage or a conflict and were tried again',
      labels: { stream }
    }),
    lag: consumerLag(metrics, streams),
    becameVisible: visibility(metrics, streams),
    ...httpInstruments(metrics, [...routes, ROUTE_UNMATCHED], ['GET', 'HEAD']),
    storeReads: metrics.counter({
      name: 'sales_pipeline_http_store_reads_total',
      help: 'Requests that the store was asked for; all others were answered as before, as nothing had changed'
    })
  }
}

/** Told of the source times of what a transaction has made visible. */
function visibility(
  metrics: Metrics,
  streams: readonly string[]
): (stream: string, times: readonly SourceTimes[]) => void {
  const latency = metrics.histogram({
    name: 'sales_pipeline_end_to_end_latency_seconds',
    help: 'From the source (commit, reading of the file, answer of the partner) until visible in the results, of the oldest sale published together',
    labels: { stream: streams },
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200]
  })
  const newest = new Map(streams.map((stream) => [stream, Date.now()]))
  metrics.gauge({
    name: 'sales_pipeline_freshness_seconds',
    help: 'Now minus the newest source time visible in the results; since the start of the process if nothing newer has come',
    labels: { stream: streams },
    collect: (gauge) => {
      for (const [stream, time] of newest) gauge.set({ stream }, Math.max(0, Date.now() - time) / 1000)
    }
  })
  return (stream, times) => {
    const now = Date.now()
    for (const time of times) {
      latency.observe({ stream }, Math.max(0, now - time.oldest) / 1000)
      newest.set(stream, Math.max(newest.get(stream) ?? 0, time.newest))
    }
  }
}
