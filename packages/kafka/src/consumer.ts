import { setTimeout as delay } from 'node:timers/promises'
import { type Consumer, type EachBatchPayload, type Kafka, type KafkaMessage, PartitionAssigners } from './kafkajs.ts'
import { kafkajsAssigner, type Assigner } from './assigner.ts'
import { isRefusal } from './classify.ts'
import { kafkaErrors } from './errors.ts'

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

/** What a member of a group may do beside handling batches. */
export interface ConsumerControl {
  /** Inside `onAssigned`: the first batch of the partition begins at this offset. */
  seek(at: TopicPartition, offset: bigint): void
  /** Tells the group that everything below `offset` is done. A rebalance in between makes this a no-op. */
  commit(at: TopicPartition, offset: bigint): Promise<void>
}

export interface ConsumedBatch extends TopicPartition {
  /** In offset order; compaction and transactions may leave gaps. */
  readonly messages: readonly KafkaMessage[]
  /** The offset after this batch. */
  readonly nextOffset: bigint
  /** The offset after the partition's last message, as of this fetch. */
  readonly highWatermark: bigint
  /** Keeps the membership while a batch takes long. */
  heartbeat(): Promise<void>
  readonly control: ConsumerControl
}

export interface ConsumeOptions {
  readonly group: string
  /** Names as in the cluster: those of OpenTopic. */
  readonly topics: readonly string[]
  readonly signal: AbortSignal
  /**
   * Handles one batch; batches of one partition come one after the other. When it returns, the batch is done: its
   * offsets are committed unless `commit` is 'manual'. It waits out outages itself; a rejection is fatal.
   */
  readonly batch: (batch: ConsumedBatch) => Promise<void>
  /** 'after-batch' (the default), or 'manual': `control.commit` only. */
  readonly commit?: 'after-batch' | 'manual'
  readonly assigner?: Assigner
  /** After each rebalance, before any batch of the new assignment: all that is now assigned to this member. */
  readonly onAssigned?: (assigned: readonly TopicPartition[], control: ConsumerControl) => Promise<void>
  /** After the last batch, while offsets can still be committed: the handler's own drain. */
  readonly onDrained?: (control: ConsumerControl) => Promise<void>
  /** Told when the group is stable with this member in it, and when it is not. */
  readonly onStable?: (stable: boolean) => void
  /** Told when a batch is done; while there is none at hand, whenever the broker has been asked for one. */
  readonly onProgress?: () => void
  readonly maxBytesPerPartition?: number
  /** How many partitions are handled at the same time. */
  readonly concurrency?: number
}

const MAX_WAIT_MS = 100
/** How long the partitions of a killed member lie idle. Heartbeats go on while a batch is handled. */
const SESSION_TIMEOUT_MS = 10_000
const HEARTBEAT_MS = 2_000
const DEFAULT_MAX_BYTES = 1_048_576

/**
 * Reads topics as a member of a consumer group, from the earliest offset where the group has none, until the signal
 * aborts; then drains: the batches at hand are finished, the group is left.
 *
 * @throws whatever a handler throws; ServiceError KAFKA_REFUSED. Outages are waited out.
 */
export async function consume(kafka: Kafka, options: ConsumeOptions): Promise<void> {
  const consumer = kafka.consumer({
    groupId: options.group,
    partitionAssigners: [
      options.assigner === undefined ? PartitionAssigners.roundRobin : kafkajsAssigner(options.assigner)
    ],
    maxWaitTimeInMs: MAX_WAIT_MS,
    sessionTimeout: SESSION_TIMEOUT_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxBytesPerPartition: options.maxBytesPerPartition ?? DEFAULT_MAX_BYTES,
    retry: { restartOnFailure: (error) => Promise.resolve(!isRefusal(error)) }
  })
  await new GroupMembership(consumer, options).run()
}

class GroupMembership {
  readonly #consumer: Consumer
  readonly #options: ConsumeOptions
  readonly #ended = Promise.withResolvers<undefined>()
  readonly #control: ConsumerControl
  readonly #active = new Set<Promise<void>>()
  #opening: Promise<void> = Promise.resolve()
  #draining = false

  constructor(consumer: Consumer, options: ConsumeOptions) {
    this.#consumer = consumer
    this.#options = options
    this.#control = { seek: this.#seek.bind(this), commit: this.#commit.bind(this) }
  }

  async run(): Promise<void> {
    const { signal, topics, concurrency = 1 } = this.#options
    if (signal.aborted) return
    this.#listen()
    const abort = () => {
      this.#ended.resolve(undefined)
    }
    signal.addEventListener('abort', abort, { once: true })
    try {
      await Promise.race([this.#join(topics, concurrency), this.#ended.promise])
      await this.#ended.promise
    } catch (error) {
      throw isRefusal(error)
        ? kafkaErrors.KAFKA_REFUSED(`group ${this.#options.group}: ${(error as Error).message}`, { cause: error })
        : error
    } finally {
      signal.removeEventListener('abort', abort)
      await this.#drain()
      await this.#consumer.disconnect()
      this.#options.onStable?.(false)
    }
  }

  /** The batches at hand are finished and committed while the consumer still runs: once stopped it commits no more. */
  async #drain(): Promise<void> {
    this.#draining = true
    await Promise.allSettled([this.#opening, ...this.#active])
    if (this.#options.signal.aborted) await this.#options.onDrained?.(this.#control)
  }

  async #join(topics: readonly string[], concurrency: number): Promise<void> {
    await this.#untilReachable(() => this.#consumer.connect())
    await this.#untilReachable(() => this.#consumer.subscribe({ topics: [...topics], fromBeginning: true }))
    await this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency,
      eachBatch: (payload) => this.#track(this.#handle(payload))
    })
  }

  /** kafkajs gives up after its retries; an outage may last longer. */
  async #untilReachable(attempt: () => Promise<void>): Promise<void> {
    while (!this.#options.signal.aborted) {
      try {
        await attempt()
        return
      } catch (error) {
        if (isRefusal(error)) throw error
        this.#options.onStable?.(false)
        this.#options.onProgress?.()
        await delay(MAX_WAIT_MS)
      }
    }
  }

  #listen(): void {
    const consumer = this.#consumer
    const { events } = consumer
    consumer.on(events.GROUP_JOIN, ({ payload }) => {
      const assigned = Object.entries(payload.memberAssignment).flatMap(([topic, partitions]) =>
        partitions.map((partition) => ({ topic, partition }))
      )
      this.#opening = this.#open(assigned).catch(this.#fail)
      this.#options.onStable?.(true)
    })
    for (const event of [events.FETCH, events.GROUP_JOIN, events.CRASH]) consumer.on(event, this.#idle)
    consumer.on(events.REBALANCING, () => this.#options.onStable?.(false))
    consumer.on(events.CRASH, ({ payload }) => {
      this.#options.onStable?.(false)
      if (!payload.restart) this.#fail(payload.error)
    })
  }

  /** Paused from the moment of the assignment, so that nothing is fetched before `onAssigned` has said from where. */
  async #open(assigned: readonly TopicPartition[]): Promise<void> {
    const { onAssigned } = this.#options
    if (onAssigned === undefined) return
    const partitions = assigned.map(({ topic, partition }) => ({ topic, partitions: [partition] }))
    this.#consumer.pause(partitions)
    await onAssigned(assigned, this.#control)
    this.#consumer.resume(partitions)
  }

  /** A batch that is at hand has to show progress by itself. */
  readonly #idle = (): void => {
    if (this.#active.size === 0) this.#options.onProgress?.()
  }

  readonly #fail = (error: unknown): void => {
    this.#ended.reject(error)
  }

  async #track(handling: Promise<void>): Promise<void> {
    this.#active.add(handling)
    try {
      await handling
    } finally {
      this.#active.delete(handling)
      this.#options.onProgress?.()
    }
  }

  async #handle(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload
    const heartbeat = () => payload.heartbeat()
    const at = { topic: batch.topic, partition: batch.partition }
    const opening = this.#opening
    await whileBeating(opening, heartbeat)
    if (this.#draining || opening !== this.#opening || payload.isStale()) return
    const nextOffset = BigInt(batch.lastOffset()) + 1n
    try {
      const highWatermark = BigInt(batch.highWatermark)
      const work = this.#options.batch({
        ...at,
        messages: batch.messages,
        nextOffset,
        highWatermark,
        heartbeat,
        control: this.#control
      })
      await whileBeating(work, heartbeat)
    } catch (error) {
      if (!isKafkajsError(error)) this.#fail(error)
      throw error
    }
    if (opening !== this.#opening) return
    payload.resolveOffset(batch.lastOffset())
    if (this.#options.commit !== 'manual') await this.#commit(at, nextOffset)
    await heartbeat()
  }

  #seek({ topic, partition }: TopicPartition, offset: bigint): void {
    this.#consumer.seek({ topic, partition, offset: offset.toString() })
  }

  async #commit({ topic, partition }: TopicPartition, offset: bigint): Promise<void> {
    try {
      await this.#consumer.commitOffsets([{ topic, partition, offset: offset.toString() }])
    } catch (error) {
      // Whoever owns the partition now commits for it; the group's offsets never run ahead of what is done.
      if (!isKafkajsError(error) || isRefusal(error)) throw error
    }
  }
}

function isKafkajsError(error: unknown): boolean {
  return error instanceof Error && error.name.startsWith('KafkaJS')
}

/** Waits for work and heartbeats meanwhile, so that long work does not cost the membership. */
async function whileBeating(work: Promise<void>, heartbeat: () => Promise<void>): Promise<void> {
  let done = false
  const settled = work.finally(() => {
    done = true
  })
  const timer = setInterval(() => {
    // A failed heartbeat (a rebalance, a lost connection) is seen by the next call in the consumer's own loop.
    if (!done) heartbeat().catch(() => undefined)
  }, HEARTBEAT_MS)
  try {
    await settled
  } finally {
    clearInterval(timer)
  }
}
