import { setTimeout as delay } from 'node:timers/promises'
import type { Controls } from './controls.ts'
import type { ChangeStream } from './core/change-stream.ts'
import type { Emission } from './core/emission.ts'
import { later, type Lsn } from './core/lsn.ts'
import type { StreamMessage } from './core/replication-protocol.ts'
import type { RereadCommand } from './core/rereads.ts'
import type { BridgeMetrics } from './metrics.ts'
import type { ChangeFeed, CheckpointStore, Delivery, SourceSession } from './ports.ts'

/** How often the source is told what Kafka has acknowledged. */
const CONFIRM_MS = 1000
/** How often the source is asked for the state of its log. */
const MEASURE_MS = 10_000

export interface StreamingContext {
  readonly session: SourceSession
  readonly feed: ChangeFeed
  readonly stream: ChangeStream
  readonly delivery: Delivery
  readonly checkpoints: CheckpointStore
  readonly controls: Pick<Controls, 'run'>
  readonly metrics: BridgeMetrics
  readonly onProgress: () => void
}

/** Carries the stream to Kafka until it is told to stop, or until the source or Kafka fails for good. */
export class Streaming {
  readonly #context: StreamingContext
  readonly #background = new AbortController()
  #confirmed: Lsn
  #received: Lsn
  #saving: Promise<void> | undefined

  /** @param start everything below it is in Kafka, and saved as such */
  constructor(context: StreamingContext, start: Lsn) {
    this.#context = context
    this.#confirmed = this.#received = start
  }

  async run(signal: AbortSignal): Promise<void> {
    const { feed } = this.#context
    const stop = () => {
      feed.interrupt()
    }
    signal.addEventListener('abort', stop, { once: true })
    void this.#repeat(CONFIRM_MS, () => this.#confirm())
    void this.#repeat(MEASURE_MS, () => this.#measure())
    const controls = this.#context.controls.run(this.#background.signal)
    try {
      while (!signal.aborted) await this.#carry(await feed.take())
    } finally {
      signal.removeEventListener('abort', stop)
      this.#background.abort()
      await controls
      await this.#drain()
    }
  }

  async #carry(messages: readonly StreamMessage[]): Promise<void> {
    const { stream, delivery, onProgress } = this.#context
    const emissions: Emission[] = []
    for (const message of messages) {
      stream.apply(message, emissions)
      if (message.kind === 'commit') this.#received = message.endLsn
      if (message.kind === 'keepalive') this.#received = later(this.#received, message.walEnd)
    }
    await delivery.put(emissions, stream.position)
    onProgress()
    const command = stream.rereads.nextCommand()
    if (command !== undefined) this.#read(command).catch(this.#fail)
  }

  async #read(command: RereadCommand): Promise<void> {
    const { session, stream, metrics } = this.#context
    if (command.kind === 'confirm') {
      stream.rereads.confirmed(await session.currentSnapshot())
      return
    }
    metrics.chunks.inc({ attempt: command.attempt === 1 ? 'first' : 'repeated' })
    await session.readChunk(command, (chunk) => {
      stream.rereads.handIn(command.id, chunk)
    })
  }

  /** First the checkpoint, then the source: the slot is never ahead of it, unless somebody else has moved it. */
  async #confirm(): Promise<void> {
    this.#context.feed.confirm(this.#confirmed)
    this.#saving ??= this.#save().finally(() => {
      this.#saving = undefined
    })
    await this.#saving
  }

  async #save(): Promise<void> {
    const { feed, delivery, checkpoints, session, metrics } = this.#context
    const { flushed } = delivery
    if (flushed <= this.#confirmed) return
    await checkpoints.save({ ...session.identity, phase: 'streaming', flushed })
    metrics.checkpoint.saved()
    this.#confirmed = flushed
    feed.confirm(flushed)
  }

  async #measure(): Promise<void> {
    const { session, metrics, delivery } = this.#context
    const { end, retainedBytes } = await session.logState()
    metrics.lag.set({ stage: 'received' }, Math.max(0, Number(end - this.#received)))
    metrics.lag.set({ stage: 'acknowledged' }, Math.max(0, Number(end - delivery.flushed)))
    metrics.retained.set(retainedBytes)
  }

  /** What has been taken is carried to its end; the slot is left where it was confirmed, for whoever comes next. */
  async #drain(): Promise<void> {
    await this.#context.delivery.flush()
    await this.#saving
    await this.#confirm()
    await this.#context.feed.stop()
  }

  /** Does not wait for the work: while Kafka is away, the source must still hear from us. */
  async #repeat(everyMs: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#background
    while (!signal.aborted) {
      work().catch(this.#fail)
      await delay(everyMs, undefined, { signal }).catch(() => undefined)
    }
  }

  readonly #fail = (error: unknown): void => {
    this.#context.feed.interrupt(error)
  }
}
