import { Pending } from './core/pending.ts'
import type { Producer } from './producer.ts'
import type { OutgoingRecord } from './topic.ts'

export interface OutboxOptions<P> {
  /** Called in order, once everything up to the position is acknowledged. A rejection is fatal to the outbox. */
  readonly acknowledged: (position: P) => Promise<void> | void
  /** A batch is sent as soon as it is this large, or has waited this long. */
  readonly maxRecords?: number
  readonly maxBytes?: number
  readonly lingerMs?: number
}

const DEFAULTS = { maxRecords: 5_000, maxBytes: 900_000, lingerMs: 5 }

/**
 * The way of every source into Kafka: records are gathered into batches, sent one batch at a time in the order they
 * came, and positions are acknowledged behind them. While a batch is in flight the next one fills; when that is full,
 * `put` waits: this is how back-pressure reaches the source.
 */
export class Outbox<P> {
  readonly #producer: Pick<Producer, 'send'>
  readonly #options: Required<OutboxOptions<P>>
  readonly #pending = new Pending<OutgoingRecord, P>()
  readonly #failure = Promise.withResolvers<never>()
  /** Never rejects: a failure is kept in #error. (A race against `failed` would leave a reaction behind each time.) */
  #flight: Promise<void> | null = null
  #linger: NodeJS.Timeout | null = null
  #error: unknown = null

  constructor(producer: Pick<Producer, 'send'>, options: OutboxOptions<P>) {
    this.#producer = producer
    this.#options = { ...DEFAULTS, ...options }
    // Whoever waits on `failed`, `put` or `flush` sees the failure; nobody waiting must not end the process.
    this.#failure.promise.catch(() => undefined)
  }

  /** Never resolves; rejects when a send or an acknowledgement fails for good. */
  get failed(): Promise<never> {
    return this.#failure.promise
  }

  /**
   * Takes records and the position that is reached with them (there may be none: a position alone waits for what is
   * before it). Resolves when there is room for more.
   *
   * @throws what made the outbox fail.
   */
  async put(records: readonly OutgoingRecord[], position: P): Promise<void> {
    this.#throwIfFailed()
    this.#pending.add(records, position)
    if (!this.#isFull()) {
      this.#linger ??= setTimeout(() => void this.#send(), this.#options.lingerMs)
      return
    }
    while (this.#isFull() && this.#flight !== null) await this.#flight
    this.#throwIfFailed()
    void this.#send()
  }

  /** Resolves when everything that was put is sent and acknowledged. */
  async flush(): Promise<void> {
    while (this.#flight !== null || !this.#pending.isEmpty) {
      this.#throwIfFailed()
      await (this.#flight ?? this.#send())
    }
    this.#throwIfFailed()
  }

  #isFull(): boolean {
    return this.#pending.records >= this.#options.maxRecords || this.#pending.bytes >= this.#options.maxBytes
  }

  #throwIfFailed(): void {
    if (this.#error !== null) throw this.#error as Error
  }

  /** One batch is in flight at a time; when it lands and more is waiting, the next one leaves. */
  async #send(): Promise<void> {
    if (this.#linger !== null) clearTimeout(this.#linger)
    this.#linger = null
    if (this.#flight !== null || this.#error !== null) return
    const batch = this.#pending.take()
    if (batch === null) return
    this.#flight = this.#deliver(batch.records, batch.position)
    await this.#flight
    if (!this.#pending.isEmpty) void this.#send()
  }

  async #deliver(records: readonly OutgoingRecord[], position: P): Promise<void> {
    try {
      await this.#producer.send(records)
      await this.#options.acknowledged(position)
    } catch (error) {
      this.#error = error
      this.#failure.reject(error)
    } finally {
      this.#flight = null
    }
  }
}
