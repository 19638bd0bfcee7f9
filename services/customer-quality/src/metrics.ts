import type { Metrics } from '@sales-pipeline/observability'
import { DEAD_LETTER_CODES } from './read-batch.ts'
import { VERDICTS } from './rules/assess.ts'
import { ruleSet } from './rules/rule-set.ts'

/** Every instrument of an assessor, at zero. */
export function assessorInstruments(metrics: Metrics) {
  return {
    verdicts: metrics.counter({
      name: 'sales_pipeline_customer_verdicts_total',
      help: 'Records assessed, by verdict',
      labels: { verdict: VERDICTS }
    }),
    ...streamInstruments(metrics)
  }
}

/** Every instrument of a keeper, at zero. */
export function keeperInstruments(metrics: Metrics) {
  return {
    kept: metrics.counter({
      name: 'sales_pipeline_customer_kept_records_total',
      help: 'Records written to MongoDB, by the stream that they came from',
      labels: { stream: ['custchannel', 'custexcep'] }
    }),
    duration: metrics.histogram({
      name: 'sales_pipeline_customer_keep_duration_seconds',
      help: 'Time until a batch was in MongoDB, retries included',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    }),
    storeRetries: metrics.counter({
      name: 'sales_pipeline_store_retries_total',
      help: 'Batches that MongoDB could not take, for an outage, and that were tried again'
    }),
    ...streamInstruments(metrics)
  }
}

/** Every instrument of a portal, at zero. */
export function portalInstruments(metrics: Metrics, routes: readonly string[]) {
  return {
    registrations: metrics.counter({
      name: 'sales_pipeline_customer_registrations_total',
      help: 'Registrations, by outcome: accepted into the stream; refused at the door; Kafka did not answer in time',
      labels: { outcome: ['accepted', 'refused', 'unavailable'] }
    }),
    problems: metrics.counter({
      name: 'sales_pipeline_customer_door_failures_total',
      help: 'Rules that registrations failed at the door, whether they were refused for it or not',
      labels: { rule: ruleSet.rules.map(({ id }) => id) }
    }),
    requestDuration: requestDurationOf(metrics, routes),
    remembered: metrics.gauge({
      name: 'sales_pipeline_customer_remembered_notifications',
      help: 'Customers whose latest notification this process can show'
    }),
    unreadable: metrics.counter({
      name: 'sales_pipeline_customer_unreadable_notifications_total',
      help: 'Notifications that do not decode, and are shown to nobody'
    }),
    lag: lagGauge(metrics)
  }
}

/** Every instrument of a steward's server, at zero; each of its areas has its own besides. */
export function stewardInstruments(metrics: Metrics, routes: readonly string[]) {
  return { requestDuration: requestDurationOf(metrics, routes) }
}

function requestDurationOf(metrics: Metrics, routes: readonly string[]) {
  return metrics.histogram({
    name: 'sales_pipeline_http_request_duration_seconds',
    help: 'Time from the request line to the end of the answer',
    labels: { route: routes, status: ['2xx', '4xx', '5xx'] },
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
  })
}

/** What every role has that reads a stream. */
function streamInstruments(metrics: Metrics) {
  return {
    deadLetters: metrics.counter({
      name: 'sales_pipeline_dead_letters_total',
      help: 'Records refused, by error code',
      labels: { code: DEAD_LETTER_CODES }
    }),
    lag: lagGauge(metrics)
  }
}

function lagGauge(metrics: Metrics) {
  return metrics.gauge({
    name: 'sales_pipeline_consumer_lag_records',
    help: 'Offsets between the end of a partition and what has been handled, as of its last batch',
    labels: { topic: [], partition: [] }
  })
}
