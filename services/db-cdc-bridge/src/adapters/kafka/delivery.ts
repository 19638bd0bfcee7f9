import { Outbox, type KafkaClient, type OpenTopic, type OutgoingRecord, type Producer } from '@sales-pipeline/kafka'
import { withSpan } from '@sales-pipeline/observability'
import type { Emission } from '../../core/emission.ts'
import { formatLsn, later, type Lsn } from '../../core/lsn.ts'
import { countEmissions, type BridgeMetrics } from '../../metrics.ts'
import type { Delivery, RemovalCause } from '../../ports.ts'
import type { Records } from './records.ts'

/** What may be on its way, and what may wait behind it: small enough for a small process, large enough for Kafka's pace. */
const BATCH = { maxRecords: 2000, maxBytes: 500_000 }
const PORTION = 500
const LOOKUP_KEYS = 2000

/** What is reached once the records before it are acknowledged. */
interface Reached {
  readonly position: Lsn
  /** Epoch milliseconds of the last commit among those records. */
  readonly committedAt: number | null
}

export interface DeliveryContext {
  readonly kafka: KafkaClient
  readonly producer: Producer
  readonly records: Records
  /** The sales topic, read with no more of its values than is needed to tell a tombstone. */
  readonly liveSales: OpenTopic<string, object>
  readonly source: string
  readonly metrics: BridgeMetrics
}

/** Writes to Kafka in order, and keeps account of what has been acknowledged. */
export class KafkaDelivery implements Delivery {
  readonly #context: DeliveryContext
  readonly #outbox: Outbox<Reached>
  #position: Lsn
  #flushed: Lsn
  /** Of the last commit that changes were handed over of and whose position was not: it may come with a later message. */
  #committedAt: number | null = null

  constructor(context: DeliveryContext, start: Lsn) {
    this.#context = context
    this.#position = this.#flushed = start
    context.metrics.lagClock.done('', null)
    this.#outbox = new Outbox<Reached>(context.producer, {
      ...BATCH,
      acknowledged: ({ position, committedAt }) => {
        this.#flushed = later(this.#flushed, position)
        this.#acknowledged(committedAt)
      }
    })
  }

  get flushed(): Lsn {
    return this.#flushed
  }

  async put(emissions: readonly Emission[], position: Lsn): Promise<void> {
    this.#committedAt = lastCommit(emissions) ?? this.#committedAt
    if (this.#committedAt !== null) this.#context.metrics.lagClock.arrived('', this.#committedAt)
    if (emissions.length > 0) {
      const attributes = { 'cdc.emissions': emissions.length, 'cdc.position': formatLsn(position) }
      await withSpan('deliver changes', { attributes }, () => this.#putAll(emissions))
      countEmissions(this.#context.metrics, emissions)
    }
    if (position === this.#position) return
    this.#position = position
    const committedAt = this.#committedAt
    this.#committedAt = null
    await this.#outbox.put([], { position, committedAt })
  }

  #acknowledged(committedAt: number | null): void {
    const { delay, lagClock } = this.#context.metrics
    if (committedAt !== null) delay.observe(Math.max(0, Date.now() - committedAt) / 1000)
    if (this.#flushed >= this.#position && this.#committedAt === null) lagClock.done('', null)
    else if (committedAt !== null) lagClock.done('', committedAt)
  }

  /** In portions, none of which claims the position that only all of them reach. */
  async #putAll(emissions: readonly Emission[]): Promise<void> {
    const records: OutgoingRecord[] = []
    for (const emission of emissions) {
      if (emission.kind === 'all-gone') {
        await this.#handOver(records.splice(0))
        await this.removeSales(() => Promise.resolve(new Set()), 'truncate', emission.version)
        continue
      }
      records.push(this.#context.records.of(emission))
      if (records.length >= PORTION) await this.#handOver(records.splice(0))
    }
    await this.#handOver(records)
  }

  async flush(): Promise<void> {
    await this.#outbox.flush()
  }

  async removeSales(
    keep: (saleIds: readonly string[]) => Promise<ReadonlySet<string>>,
    cause: RemovalCause,
    version: Lsn
  ): Promise<void> {
    await this.flush()
    const { kafka, liveSales } = this.#context
    for (let partition = 0; partition < liveSales.contract.partitions; partition++) {
      await kafka.readPartition(liveSales, partition, async (messages) => {
        const decoded = await liveSales.decode(messages)
        const ids = decoded.flatMap((record) =>
          record.failure === undefined && record.value !== null ? this.#ownId(record.key) : []
        )
        await this.#remove([...new Set(ids)], keep, cause, version)
      })
    }
  }

  async #remove(
    ids: readonly string[],
    keep: (saleIds: readonly string[]) => Promise<ReadonlySet<string>>,
    cause: RemovalCause,
    version: Lsn
  ): Promise<void> {
    for (let start = 0; start < ids.length; start += LOOKUP_KEYS) {
      const some = ids.slice(start, start + LOOKUP_KEYS)
      const kept = await keep(some)
      const gone = some.filter((id) => !kept.has(id))
      const { records, source, metrics } = this.#context
      const tombstones = gone.map((id) =>
        records.of({ kind: 'tombstone', key: `${source}:${id}`, version, committedAt: null })
      )
      await this.#handOver(tombstones)
      metrics.tombstones.inc({ cause }, gone.length)
    }
  }

  #ownId(key: string): string[] {
    const prefix = `${this.#context.source}:`
    return key.startsWith(prefix) ? [key.slice(prefix.length)] : []
  }

  async #handOver(records: readonly OutgoingRecord[]): Promise<void> {
    if (records.length > 0) await this.#outbox.put(records, { position: this.#position, committedAt: null })
  }
}

function lastCommit(emissions: readonly Emission[]): number | null {
  const last = emissions.findLast((emission) => emission.kind === 'change')
  return last === undefined || last.envelope.source.snapshot ? null : last.envelope.source.commit_time
}
