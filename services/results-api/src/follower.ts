import type { ConsumedBatch, ConsumerControl, KafkaClient, OpenTopic, TopicPartition } from '@sales-pipeline/kafka'
import type { Logger } from '@sales-pipeline/observability'
import { retryForever } from '@sales-pipeline/service-kit'
import { startOf, type StoredPosition } from './core/lineage/restart.ts'
import { errors } from './errors.ts'
import type { Reached } from './lineage-ports.ts'

export interface FollowerOptions<K, V, Read> {
  readonly kafka: KafkaClient
  readonly topics: readonly OpenTopic<K, V>[]
  readonly group: string
  /** How long the topic keeps tombstones; Infinity where it has none. */
  readonly tombstonesKeptMs: number
  readonly positions: (topic: string, partitions: readonly number[]) => Promise<ReadonlyMap<number, StoredPosition>>
  /** Drops what the store has of a partition that is to be read again. */
  readonly forget: (topic: string, partition: number, why: 'recreated' | 'outdated') => Promise<void>
  /** What a batch comes down to. */
  readonly read: (batch: ConsumedBatch) => Promise<Read>
  /** Resolves once that is in the store, with its position. */
  readonly save: (read: Read, reached: Reached) => Promise<void>
  /** Told of each attempt that an outage of the store has made fail. */
  readonly onRetry: () => void
  readonly isOutage: (error: unknown) => boolean
  readonly logger: Logger
  readonly signal: AbortSignal
}

/** Of one fetch: what is decoded of it takes a multiple. */
const BYTES_PER_PARTITION = 262_144

/** Follows topics at their own pace, from where their *store* is. One batch is stored at a time. */
export function follow<K, V, Read>(options: FollowerOptions<K, V, Read>): Promise<void> {
  const { kafka, topics, group, signal, read, save } = options
  return kafka.consume({
    ...{ group, topics: topics.map(({ name }) => name), signal, maxBytesPerPartition: BYTES_PER_PARTITION },
    onAssigned: (assigned, control) => untilStored(options, () => seekToStore(options, assigned, control)),
    batch: async (batch) => {
      const { topic, partition, nextOffset: next, highWatermark: end } = batch
      const found = await read(batch)
      await untilStored(options, () => save(found, { topic, partition, next, end }))
    }
  })
}

async function seekToStore<K, V, Read>(
  options: FollowerOptions<K, V, Read>,
  assigned: readonly TopicPartition[],
  control: ConsumerControl
): Promise<void> {
  for (const topic of options.topics) {
    const mine = assigned.filter((at) => at.topic === topic.name)
    if (mine.length > 0) await seekOne(options, topic, mine, control)
  }
}

async function seekOne<K, V, Read>(
  { kafka, tombstonesKeptMs, positions, forget, logger }: FollowerOptions<K, V, Read>,
  topic: OpenTopic<K, V>,
  assigned: readonly TopicPartition[],
  control: ConsumerControl
): Promise<void> {
  const stored = await positions(
    topic.name,
    assigned.map(({ partition }) => partition)
  )
  const ranges = await kafka.offsets(topic)
  for (const at of assigned) {
    const { from, forget: why } = startOf(
      stored.get(at.partition),
      ranges.get(at.partition)?.high ?? 0n,
      tombstonesKeptMs,
      Date.now()
    )
    if (why !== null) {
      logger.warn({ topic: topic.name, partition: at.partition, why }, 'What is stored of a partition is read again')
      await forget(topic.name, at.partition, why)
    }
    control.seek(at, from)
  }
}

/** @throws ServiceError RESULTS_STORE_REFUSED. Outages are waited out. */
async function untilStored<K, V, Read>(
  { isOutage, onRetry, logger, signal, topics }: FollowerOptions<K, V, Read>,
  work: () => Promise<void>
): Promise<void> {
  try {
    await retryForever(work, {
      ...{ signal, isOutage },
      onRetry: (error, attempt, delayMs) => {
        onRetry()
        logger.warn({ err: error, attempt, delayMs, topic: topics[0]?.name }, 'Cannot store what was read; retrying')
      }
    })
  } catch (cause) {
    if (signal.aborted) throw cause
    throw errors.RESULTS_STORE_REFUSED((cause as Error).message, { cause })
  }
}
