import type { ConsumedBatch, ConsumerControl, KafkaClient, TopicPartition } from '@sales-pipeline/kafka'
import type { Logger } from '@sales-pipeline/observability'
import { retryForever, type Component } from '@sales-pipeline/service-kit'
import type { SinkPositions } from './ports.ts'

/** A stream that the service consumes, and who takes its batches. */
export interface ConsumedStream {
  /** As in the cluster. */
  readonly topic: string
  readonly partitions: number
  readonly handle: (batch: ConsumedBatch) => Promise<void>
}

export interface ConsumerOptions {
  readonly kafka: KafkaClient
  readonly group: string
  readonly streams: readonly ConsumedStream[]
  readonly positions: SinkPositions
  readonly isOutage: (error: unknown) => boolean
  readonly health: Component
  readonly logger: Logger
  readonly signal: AbortSignal
  /** Told while an outage of the store is waited out. */
  readonly onProgress: () => void
}

/** Of one fetch; decoded it takes a multiple, and twelve partitions may be at hand at once. */
const BYTES_PER_PARTITION = 524_288

/**
 * Feeds the sinks as one consumer group. Each partition is read on from where the *store* is: a store that was emptied or
 * restored from a backup gets again what it lacks, whatever the group has committed.
 */
export function consumeStreams(options: ConsumerOptions): Promise<void> {
  const { kafka, group, streams, health, signal } = options
  const byTopic = new Map(streams.map((stream) => [stream.topic, stream]))
  return kafka.consume({
    group,
    topics: [...byTopic.keys()],
    signal,
    maxBytesPerPartition: BYTES_PER_PARTITION,
    concurrency: streams.reduce((sum, { partitions }) => sum + partitions, 0),
    batch: async (batch) => {
      await byTopic.get(batch.topic)?.handle(batch)
    },
    onAssigned: (assigned, control) => seekToStore(options, assigned, control),
    onStable: (stable) => {
      if (stable) health.ready()
      else health.notReady('the consumer group is rebalancing or out of reach')
    }
  })
}

async function seekToStore(
  { positions, isOutage, logger, signal, onProgress }: ConsumerOptions,
  assigned: readonly TopicPartition[],
  control: ConsumerControl
): Promise<void> {
  for (const [topic, mine] of Map.groupBy(assigned, (at) => at.topic)) {
    const stored = await retryForever(() => positions.of(topic), {
      signal,
      isOutage,
      onRetry: (error, attempt, delayMs) => {
        onProgress()
        logger.warn({ err: error, attempt, delayMs }, 'Cannot read the positions in the results store; retrying')
      }
    })
    // Where that is beyond the end (the topic was made anew) the consumer starts from the earliest record instead.
    for (const at of mine) control.seek(at, stored.get(at.partition) ?? 0n)
  }
}
