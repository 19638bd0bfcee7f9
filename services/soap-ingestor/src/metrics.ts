import { checkpointInstruments, deadLetterCounter, lagSeconds, type Metrics } from '@sales-pipeline/observability'

import type { Checkpoint } from './core/poll.ts'
import type { Digest, Outcome } from './core/sale.ts'
import { errors } from './errors.ts'

const FAILURES = Object.values(errors).flatMap(({ code }) => (code.startsWith('PARTNER_') ? [code] : []))
const SALE_OUTCOMES = ['emitted', 'deleted', 'refused', 'duplicate', 'stale'] as const
const OUTCOME_OF: Readonly<Record<Outcome['kind'], (typeof SALE_OUTCOMES)[number]>> = {
  sale: 'emitted',
  deleted: 'deleted',
  refused: 'refused'
}

export type Instruments = ReturnType<typeof createInstruments>

/** Every instrument of the service, at zero. */
export function createInstruments(metrics: Metrics) {
  const { saved } = checkpointInstruments(metrics)
  return { ...callInstruments(metrics), ...saleInstruments(metrics), ...pollInstruments(metrics), saved }
}

function callInstruments(metrics: Metrics) {
  const calls = metrics.counter({
    name: 'sales_pipeline_soap_calls_total',
    help: 'Calls of the partner by outcome: ok or an error code',
    labels: { outcome: ['ok', ...FAILURES] }
  })
  const duration = metrics.histogram({
    name: 'sales_pipeline_soap_call_duration_seconds',
    help: 'Time of a call of the partner, the parsing of its answer included',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
  })
  return {
    called: (outcome: string, seconds: number) => {
      calls.inc({ outcome })
      duration.observe(seconds)
    }
  }
}

function saleInstruments(metrics: Metrics) {
  const pages = metrics.counter({ name: 'sales_pipeline_soap_pages_total', help: 'Pages taken' })
  const sales = metrics.counter({
    name: 'sales_pipeline_soap_sales_total',
    help: 'Sales listed by the partner: emitted, deleted, refused, duplicate (listed before), stale (older than one emitted)',
    labels: { outcome: SALE_OUTCOMES }
  })
  const deadLetters = deadLetterCounter(metrics, [errors.SALE_INVALID.code])
  return {
    page: ({ outcomes, duplicate, stale }: Digest) => {
      pages.inc()
      for (const { kind } of outcomes) sales.inc({ outcome: OUTCOME_OF[kind] })
      sales.inc({ outcome: 'duplicate' }, duplicate)
      sales.inc({ outcome: 'stale' }, stale)
      const refused = outcomes.filter(({ kind }) => kind === 'refused').length
      deadLetters.inc({ code: errors.SALE_INVALID.code }, refused)
    }
  }
}

function pollInstruments(metrics: Metrics) {
  const polls = metrics.counter({
    name: 'sales_pipeline_soap_polls_total',
    help: 'Polls by how they ended',
    labels: { outcome: ['completed', 'given_up'] }
  })
  const cursor = metrics.gauge({
    name: 'sales_pipeline_soap_cursor_timestamp_seconds',
    help: "The partner's time up to which all changes are in Kafka"
  })
  const completed = metrics.gauge({
    name: 'sales_pipeline_soap_poll_completed_timestamp_seconds',
    help: 'When a poll was last completed'
  })
  let begun = Date.now()
  let listedUpTo = begun
  lagSeconds(metrics, ['soap'], (_stream, now) => (now - listedUpTo) / 1000)
  return {
    began: () => {
      begun = Date.now()
    },
    reached: (checkpoint: Checkpoint) => {
      cursor.set(checkpoint.cursor / 1000)
    },
    completed: () => {
      polls.inc({ outcome: 'completed' })
      completed.setToCurrentTime()
      // What the partner had when the poll began is in Kafka.
      listedUpTo = begun
    },
    gaveUp: () => {
      polls.inc({ outcome: 'given_up' })
    }
  }
}
