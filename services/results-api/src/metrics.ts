import type { Metrics } from '@sales-pipeline/observability'
import { kafkaErrors } from '@sales-pipeline/kafka'
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
    deadLetters: metrics.counter({
      name: 'sales_pipeline_dead_letters_total',
      help: 'Records refused, by error code',
      labels: { code: DEAD_LETTER_CODES }
    }),
    storeRetries: metrics.counter({
      name: 'sales_pipeline_store_retries_total',
      help: 'Transactions of the sink that failed for an outage or a conflict and were tried again',
      labels: { stream }
    }),
    lag: metrics.gauge({
      name: 'sales_pipeline_consumer_lag_records',
      help: 'Offsets between the end of a partition and what has been applied, as of its last batch',
      labels: { stream, partition: [] }
    }),
    requests: metrics.counter({
      name: 'sales_pipeline_http_requests_total',
      help: 'Requests answered',
      labels: {
        route: [...routes, ROUTE_UNMATCHED],
        method: ['GET', 'HEAD', 'other'],
        status: ['2xx', '4xx', '5xx']
      }
    }),
    requestDuration: metrics.histogram({
      name: 'sales_pipeline_http_request_duration_seconds',
      help: 'Time from the request line to the end of the answer',
      labels: { route: [...routes, ROUTE_UNMATCHED] },
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
    }),
    storeReads: metrics.counter({
      name: 'sales_pipeline_http_store_reads_total',
      help: 'Requests that the store was asked for; all others were answered as before, as nothing had changed'
    })
  }
}
