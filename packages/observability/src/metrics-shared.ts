import type { Counter, Gauge, Histogram } from 'prom-client'
import { LagClock } from './lag-clock.ts'
import type { Metrics } from './metrics.ts'

/** What several services measure has one name and one meaning: docs/metrics.md. */

export function deadLetterCounter(metrics: Metrics, codes: readonly string[]): Counter<'code'> {
  return metrics.counter({
    name: 'sales_pipeline_dead_letters_total',
    help: 'What was refused and dead-lettered, by error code',
    labels: { code: codes }
  })
}

/** `secondsOf` is asked, for each stream, when metrics are read. */
export function lagSeconds<S extends string>(
  metrics: Metrics,
  streams: readonly S[],
  secondsOf: (stream: S, nowMs: number) => number
): void {
  metrics.gauge({
    name: 'sales_pipeline_lag_seconds',
    help: 'Age of the oldest input that is known and not done; 0 if there is none',
    labels: { stream: streams },
    collect: (gauge) => {
      const now = Date.now()
      for (const stream of streams) gauge.set({ stream }, secondsOf(stream, now))
    }
  })
}

/** As much of a consumed batch as its lag is known from; times are in ms, as Kafka has them. */
interface BatchAtHand {
  readonly partition: number
  readonly messages: readonly { readonly offset: string; readonly timestamp: string }[]
  readonly nextOffset: bigint
  readonly highWatermark: bigint
}

export interface ConsumerLag {
  readonly records: Gauge<'stream' | 'partition'>
  clockOf(stream: string): LagClock
  /** Notes that a batch of a stream is at hand. @returns to be called when it is done */
  atHand(stream: string, batch: BatchAtHand): () => void
  /** Partitions may be another's now: each is reported again once it is read here. */
  forget(): void
}

/** The lag of whoever reads topics, in records and in seconds. Partitions are reported once they are read. */
export function consumerLag(metrics: Metrics, streams: readonly string[]): ConsumerLag {
  const clocks = new Map(streams.map((stream) => [stream, new LagClock()]))
  const clockOf = (stream: string): LagClock => {
    const clock = clocks.get(stream)
    if (clock === undefined) throw new Error(`there is no lag of ${stream}`)
    return clock
  }
  lagSeconds(metrics, streams, (stream, now) => clockOf(stream).seconds(now))
  const records = metrics.gauge({
    name: 'sales_pipeline_lag_records',
    help: 'Offsets between the end of a partition and what has been applied',
    labels: { stream: streams, partition: [] }
  })
  const atHand: ConsumerLag['atHand'] = (stream, { partition, messages, nextOffset, highWatermark }) => {
    const part = String(partition)
    const [clock, behind] = [clockOf(stream), records.labels({ stream, partition: part })]
    clock.arrived(part, Number(messages[0]?.timestamp ?? Date.now()))
    behind.set(Number(highWatermark - BigInt(messages[0]?.offset ?? nextOffset)))
    return () => {
      clock.done(part, nextOffset >= highWatermark ? null : Number(messages.at(-1)?.timestamp ?? Date.now()))
      behind.set(Number(highWatermark - nextOffset))
    }
  }
  const forget = (): void => {
    records.reset()
    for (const clock of clocks.values()) clock.forget()
  }
  return { records, clockOf, atHand, forget }
}

export interface HttpInstruments {
  readonly requests: Counter<'route' | 'method' | 'status'>
  readonly requestDuration: Histogram<'route'>
}

/** The requests of whoever serves HTTP, by the routes and methods that are known beforehand. */
export function httpInstruments(
  metrics: Metrics,
  routes: readonly string[],
  methods: readonly string[]
): HttpInstruments {
  return {
    requests: metrics.counter({
      name: 'sales_pipeline_http_requests_total',
      help: 'Requests answered',
      labels: { route: routes, method: [...methods, 'other'], status: ['2xx', '4xx', '5xx'] }
    }),
    requestDuration: metrics.histogram({
      name: 'sales_pipeline_http_request_duration_seconds',
      help: 'Time from the request line to the end of the answer',
      labels: { route: routes },
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    })
  }
}

export interface CheckpointInstruments {
  readonly saved: () => void
}

export function checkpointInstruments(metrics: Metrics): CheckpointInstruments {
  const count = metrics.counter({
    name: 'sales_pipeline_checkpoints_total',
    help: 'Checkpoints that Kafka has acknowledged'
  })
  const time = metrics.gauge({
    name: 'sales_pipeline_checkpoint_timestamp_seconds',
    help: 'When Kafka last acknowledged a checkpoint of this process; 0 if it has not'
  })
  return {
    saved: () => {
      count.inc()
      time.setToCurrentTime()
    }
  }
}
