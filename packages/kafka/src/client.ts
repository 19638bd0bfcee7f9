import { Kafka, type KafkaConfig, type KafkaMessage, logLevel } from './kafkajs.ts'
import type { AvroJson, Topic } from '@sales-pipeline/contracts'
import type { Logger } from '@sales-pipeline/observability'
import { retryForever } from '@sales-pipeline/service-kit'
import { isOutage } from './classify.ts'
import { consume, type ConsumeOptions } from './consumer.ts'
import { kafkajsLogs } from './logs.ts'
import { Producer } from './producer.ts'
import { readPartition, type ReadOptions } from './read-partition.ts'
import { Registry } from './registry.ts'
import type { Retry } from './retry.ts'
import type { KafkaSettings } from './settings.ts'
import { OpenTopic } from './topic.ts'

export interface KafkaContext {
  readonly logger: Logger
  /** Gives up waiting for an outage to pass. Not the signal that begins a drain: what is in hand is still to be sent. */
  readonly signal?: AbortSignal
  /** Told when Kafka or the registry cannot be reached (the reason), and when they can again (null). */
  readonly onOutage?: (reason: string | null) => void
  /** Told whenever something was sent or read, or could have been, or an outage has been waited out for another while. */
  readonly onProgress?: () => void
}

/** The first offset that a partition holds, and the one after its last. */
export interface PartitionRange {
  readonly low: bigint
  readonly high: bigint
}

/** A service's door to Kafka and the registry. */
export class KafkaClient {
  readonly #settings: KafkaSettings
  readonly #context: KafkaContext
  readonly #kafka: Kafka
  readonly #registry: Registry

  constructor(settings: KafkaSettings, context: KafkaContext) {
    this.#settings = settings
    this.#context = context
    this.#kafka = new Kafka({ ...connection(settings), ...kafkajsLogs(context.logger) })
    this.#registry = new Registry(settings.registryUrl, settings.clientId, this.#retry)
  }

  /**
   * Binds a topic's contract to this cluster; with `reader`, values are decoded to that smaller schema.
   *
   * @throws ServiceError KAFKA_CONTRACT_MISSING, KAFKA_CONTRACT_INCOMPATIBLE: fatal, naming the field.
   */
  open<K, V>(topic: Topic<K, V>, options: { reader?: AvroJson } = {}): Promise<OpenTopic<K, V>> {
    return OpenTopic.open(topic, this.#settings.topicPrefix, this.#registry, options.reader)
  }

  /** A producer of its own; it connects with its first send. */
  producer(): Producer {
    return new Producer(this.#kafka, this.#retry)
  }

  /** Reads as a member of a consumer group until the signal aborts: see ConsumeOptions. */
  consume(options: ConsumeOptions): Promise<void> {
    return consume(this.#kafka, { onProgress: this.#progress, ...options })
  }

  /** Reads one partition from `from` (its beginning) to `to` (its end as of now) and returns; no group is left behind. */
  async readPartition<K, V>(
    topic: OpenTopic<K, V>,
    partition: number,
    onBatch: (messages: readonly KafkaMessage[]) => Promise<void>,
    options: ReadOptions = {}
  ): Promise<void> {
    const range = (await this.offsets(topic)).get(partition) ?? { low: 0n, high: 0n }
    await this.#retry(`read ${topic.name}/${partition}`, () =>
      readPartition(
        this.#kafka,
        {
          topic: topic.name,
          partition,
          range,
          signal: this.#context.signal ?? NEVER,
          onProgress: this.#progress,
          ...options
        },
        onBatch
      )
    )
  }

  /** What each partition of a topic holds as of now. */
  offsets<K, V>(topic: OpenTopic<K, V>): Promise<ReadonlyMap<number, PartitionRange>> {
    return this.#retry(`ask for the offsets of ${topic.name}`, async () => {
      const admin = this.#kafka.admin()
      await admin.connect()
      try {
        const offsets = await admin.fetchTopicOffsets(topic.name)
        return new Map(offsets.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]))
      } finally {
        await admin.disconnect()
      }
    })
  }

  readonly #progress = (): void => {
    this.#context.onProgress?.()
  }

  readonly #retry: Retry = async (what, attempt) => {
    const { signal = NEVER, logger, onOutage } = this.#context
    const outage = { seen: false }
    const result = await retryForever(attempt, {
      signal,
      isOutage,
      onRetry: (error, tries, delayMs) => {
        outage.seen = true
        const reason = `cannot ${what}: ${error instanceof Error ? error.message : String(error)}`
        onOutage?.(reason)
        this.#progress()
        logger.warn({ err: error, tries, delayMs }, `${reason}; retrying`)
      }
    })
    if (outage.seen) onOutage?.(null)
    this.#progress()
    return result
  }
}

const NEVER = new AbortController().signal

export function connection(settings: KafkaSettings): KafkaConfig {
  const { brokers, clientId, sasl, tls } = settings
  return {
    brokers: [...brokers],
    clientId,
    logLevel: logLevel.INFO,
    retry: { initialRetryTime: 100, maxRetryTime: 5_000, retries: 5 },
    ...(sasl && { sasl }),
    ...(tls && { ssl: tls.ca === undefined ? true : { ca: [tls.ca] } })
  } as KafkaConfig
}
