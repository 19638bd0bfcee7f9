import { custchannel, customerNotifications, custexcep } from '@sales-pipeline/contracts'
import { consumerLag, deadLetterCounter, httpInstruments, type Metrics } from '@sales-pipeline/observability'
import { DEAD_LETTER_CODES } from './read-batch.ts'
import { VERDICTS } from './rules/assess.ts'
import { ruleSet } from './rules/rule-set.ts'

/** What the servers are asked by; anything else is `other`. */
export const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT']
const KEPT = [custchannel.stream, custexcep.stream]

/** Every instrument of an assessor, at zero. */
export function assessorInstruments(metrics: Metrics) {
  return {
    verdicts: metrics.counter({
      name: 'sales_pipeline_customer_verdicts_total',
      help: 'Records assessed, by verdict',
      labels: { verdict: VERDICTS }
    }),
    ...streamInstruments(metrics, [custchannel.stream])
  }
}

/** Every instrument of a keeper, at zero. */
export function keeperInstruments(metrics: Metrics) {
  return {
    kept: metrics.counter({
      name: 'sales_pipeline_customer_kept_records_total',
      help: 'Records written to MongoDB, by the stream that they came from',
      labels: { stream: KEPT }
    }),
    duration: metrics.histogram({
      name: 'sales_pipeline_customer_keep_duration_seconds',
      help: 'Time until a batch was in MongoDB, retries included',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    }),
    storeRetries: metrics.counter({
      name: 'sales_pipeline_customer_store_retries_total',
      help: 'Batches that MongoDB could not take, for an outage, and that were tried again'
    }),
    ...streamInstruments(metrics, KEPT)
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
    ...httpInstruments(metrics, routes, METHODS),
    remembered: metrics.gauge({
      name: 'sales_pipeline_customer_remembered_notifications',
      help: 'Customers whose latest notification this process can show'
    }),
    unreadable: metrics.counter({
      name: 'sales_pipeline_customer_unreadable_notifications_total',
      help: 'Notifications that do not decode, and are shown to nobody'
    }),
    lag: consumerLag(metrics, [customerNotifications.stream])
  }
}

/** What every role has that reads streams. */
function streamInstruments(metrics: Metrics, streams: readonly string[]) {
  return { deadLetters: deadLetterCounter(metrics, DEAD_LETTER_CODES), lag: consumerLag(metrics, streams) }
}
