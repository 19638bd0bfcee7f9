import type { DeadLetter, Version, Violation } from '@sales-pipeline/contracts'
import {
  batchAttributes,
  deadLetterRecord,
  kafkaErrors,
  startProcessing,
  type ConsumedBatch,
  type Decoded,
  type OpenTopic,
  type OutgoingRecord,
  type Producer,
  type Refusal
} from '@sales-pipeline/kafka'
import {
  endingAll,
  linksOf,
  sourceTimesOf,
  SpanKind,
  withSpan,
  within,
  type Link,
  type Logger,
  type OpenSpan
} from '@sales-pipeline/observability'
import { retryForever } from '@sales-pipeline/service-kit'
import { newestOfEach, type ShardPartial } from './core/partials.ts'
import { errors } from './errors.ts'
import { GroupCommit } from './group-commit.ts'
import type { Instruments } from './metrics.ts'
import type { PartialBatch, PartialStore } from './ports.ts'

const SERVICE = 'results-api'
const MOST_LINKS = 128
const NULL_VALUE = kafkaErrors.KAFKA_NULL_VALUE

/** One stream of partials, and the world that its sink works in. */
export interface SinkOptions<K, V extends { readonly version: Version }> {
  readonly topic: OpenTopic<K, V>
  /** The consumer group. */
  readonly group: string
  readonly groupOf: (partial: ShardPartial<K, V>) => string
  /** Why the store cannot hold a partial. */
  readonly violations: (partial: ShardPartial<K, V>) => readonly Violation[]
  readonly store: PartialStore<ShardPartial<K, V>>
  readonly isOutage: (error: unknown) => boolean
  readonly deadLetters: OpenTopic<null, DeadLetter>
  readonly producer: Producer
  readonly instruments: Instruments
  readonly logger: Logger
  readonly signal: AbortSignal
  /** Told while an outage of the store is waited out. */
  readonly onProgress: () => void
}

/** Why a record is refused. */
type Reason = Pick<Refusal, 'code' | 'message' | 'violations'>

/** What a batch of one partition comes down to. */
interface ReadBatch<P> {
  readonly partition: number
  readonly nextOffset: bigint
  readonly partials: readonly P[]
  readonly links: readonly Link[]
  readonly spans: readonly OpenSpan[]
}

/** Merges one stream of partials into the store, the batches of several partitions at a time. */
export class Sink<K, V extends { readonly version: Version }> {
  readonly #options: SinkOptions<K, V>
  readonly #stream: string
  readonly #commits: GroupCommit<ReadBatch<ShardPartial<K, V>>>

  constructor(options: SinkOptions<K, V>) {
    this.#options = options
    this.#stream = options.topic.contract.stream
    this.#commits = new GroupCommit((batches) => this.#commit(batches))
  }

  /**
   * Resolves once the batch is in the store and its refused records are dead letters: its offsets may then be committed.
   *
   * @throws ServiceError RESULTS_STORE_REFUSED. Outages are waited out.
   */
  async handle(batch: ConsumedBatch): Promise<void> {
    const { partition, messages, nextOffset } = batch
    const { topic, producer, instruments } = this.#options
    const done = instruments.lag.atHand(this.#stream, batch)
    const decoded = await topic.decode(messages)
    const partials: ShardPartial<K, V>[] = []
    const letters: OutgoingRecord[] = []
    const spans: OpenSpan[] = []
    const from = { topic: topic.name, partition }
    for (const record of decoded) {
      const span = startProcessing(record, from, this.#options.group)
      if (span !== undefined) spans.push(span)
      const reading = this.#read(record)
      if ('value' in reading) partials.push(reading)
      else letters.push(this.#letter(reading, record, partition, span))
    }
    if (letters.length > 0) await producer.send(letters)
    const links = linksOf(decoded.map(({ headers }) => headers))
    await this.#commits.add({ partition, nextOffset, partials, links, spans })
    instruments.becameVisible(this.#stream, sourceTimesOf(decoded.map(({ headers }) => headers)))
    done()
  }

  #read(record: Decoded<K, V>): ShardPartial<K, V> | Reason {
    if (record.failure !== undefined) return record.failure
    const { key, value } = record
    if (value === null) return { code: NULL_VALUE.code, message: NULL_VALUE.summary }
    const violations = this.#options.violations({ key, value })
    if (violations.length === 0) return { key, value }
    const message = violations.map(({ field, message: wrong }) => `${field} ${wrong}`).join('; ')
    return { code: errors.RESULTS_PARTIAL_REFUSED.code, message, violations }
  }

  #letter(reason: Reason, record: Decoded<K, V>, partition: number, span: OpenSpan | undefined): OutgoingRecord {
    const refuse = () => this.#refuse(reason, record, partition)
    return span === undefined ? refuse() : within(span.context, refuse)
  }

  #refuse(reason: Reason, { message, offset }: Decoded<K, V>, partition: number): OutgoingRecord {
    const { topic, deadLetters, instruments, logger } = this.#options
    const { code } = reason
    const origin = { system: 'kafka', dataset: topic.name, position: `${partition}:${offset}` }
    instruments.deadLetters.inc({ code })
    instruments.records.inc({ stream: this.#stream, outcome: 'refused' })
    logger.warn({ code, origin }, 'Refused a record; it is among the dead letters')
    const original = message.value ?? Buffer.alloc(0)
    return deadLetterRecord(deadLetters, SERVICE, {
      ...reason,
      origin,
      original,
      contentType: 'application/vnd.apache.avro'
    })
  }

  async #commit(batches: readonly ReadBatch<ShardPartial<K, V>>[]): Promise<void> {
    const { topic, group, groupOf, instruments } = this.#options
    const stream = this.#stream
    const all = batches.flatMap(({ partials }) => partials)
    const partials = newestOfEach(all, groupOf)
    const positions = new Map(batches.map(({ partition, nextOffset }) => [partition, nextOffset]))
    const observe = instruments.duration.startTimer({ stream })
    const links = batches.flatMap((batch) => batch.links).slice(0, MOST_LINKS)
    const attributes = batchAttributes(topic.name, group, all.length)
    const spans = batches.flatMap((batch) => batch.spans)
    const traces = spans.map(({ context }) => context)
    const apply = () => this.#untilStored({ topic: topic.name, partials, positions, traces })
    const applied = await withSpan(`process batch ${topic.name}`, { kind: SpanKind.CONSUMER, attributes, links }, () =>
      endingAll(spans, apply)
    )
    observe()
    instruments.transactions.inc({ stream })
    instruments.records.inc({ stream, outcome: 'applied' }, applied)
    instruments.records.inc({ stream, outcome: 'superseded' }, all.length - partials.length)
    instruments.records.inc({ stream, outcome: 'stale' }, partials.length - applied)
  }

  async #untilStored(batch: PartialBatch<ShardPartial<K, V>>): Promise<number> {
    const { store, isOutage, instruments, logger, signal, onProgress } = this.#options
    try {
      return await retryForever(() => store.apply(batch), {
        signal,
        isOutage,
        onRetry: (error, attempt, delayMs) => {
          onProgress()
          instruments.storeRetries.inc({ stream: this.#stream })
          logger.warn({ err: error, attempt, delayMs }, 'Cannot apply a batch to the results store; retrying')
        }
      })
    } catch (cause) {
      if (signal.aborted) throw cause
      throw errors.RESULTS_STORE_REFUSED((cause as Error).message, { cause })
    }
  }
}
