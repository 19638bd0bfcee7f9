import type { Counter, Gauge } from 'prom-client'
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

export interface ConsumerLag {
  readonly records: Gauge<'stream' | 'partition'>
  clockOf(stream: string): LagClock
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
  return { records, clockOf }
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
