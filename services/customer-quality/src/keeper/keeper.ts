import type { CustomerRecord, CustomerVerdict } from '@sales-pipeline/contracts'
import type { ConsumedBatch, OpenTopic } from '@sales-pipeline/kafka'
import type { Logger } from '@sales-pipeline/observability'
import { retryForever, type Component } from '@sales-pipeline/service-kit'
import { errors } from '../errors.ts'
import type { keeperInstruments } from '../metrics.ts'
import { readBatch, type ReadingOptions } from '../read-batch.ts'
import type { Half, KeeperStore } from './ports.ts'

export interface KeeperOptions extends ReadingOptions {
  readonly records: OpenTopic<string, CustomerRecord>
  readonly verdicts: OpenTopic<string, CustomerVerdict>
  readonly store: KeeperStore
  readonly isOutage: (error: unknown) => boolean
  readonly instruments: ReturnType<typeof keeperInstruments>
  readonly health: Component
  /** Told while an outage of the store is waited out. */
  readonly onProgress: () => void
  readonly logger: Logger
  readonly signal: AbortSignal
}

/** Keeps what it reads of both streams before its group moves past it. */
export class Keeper {
  readonly #options: KeeperOptions

  constructor(options: KeeperOptions) {
    this.#options = options
  }

  prepare(): Promise<void> {
    return this.#untilStored(() => this.#options.store.prepare())
  }

  async handle(batch: ConsumedBatch): Promise<void> {
    const { store, instruments, records } = this.#options
    const halves = batch.topic === records.name ? await this.#records(batch) : await this.#verdicts(batch)
    const observe = instruments.duration.startTimer()
    await this.#untilStored(() => store.keep(halves))
    observe()
    instruments.kept.inc({ stream: batch.topic === records.name ? 'custchannel' : 'custexcep' }, halves.length)
  }

  async #records(batch: ConsumedBatch): Promise<Half[]> {
    const read = await readBatch(this.#options.records, batch, this.#options)
    return read.map(({ partition, offset, value }) => ({ kind: 'record', place: `${partition}:${offset}`, value }))
  }

  async #verdicts(batch: ConsumedBatch): Promise<Half[]> {
    const read = await readBatch(this.#options.verdicts, batch, this.#options)
    return read.map(({ value }) => {
      const { partition, offset } = value.position
      return { kind: 'verdict', place: `${partition}:${offset}`, value }
    })
  }

  /** @throws ServiceError CUSTOMER_STORE_REFUSED and what the store itself throws of these. Outages are waited out. */
  async #untilStored(work: () => Promise<void>): Promise<void> {
    const { isOutage, instruments, health, logger, signal, onProgress } = this.#options
    try {
      await retryForever(work, {
        ...{ signal, isOutage },
        onRetry: (error, attempt, delayMs) => {
          onProgress()
          instruments.storeRetries.inc()
          health.notReady('MongoDB cannot be reached')
          logger.warn({ err: error, attempt, delayMs }, 'MongoDB cannot be reached; retrying')
        }
      })
    } catch (cause) {
      if (signal.aborted || (cause instanceof Error && 'fix' in cause)) throw cause
      throw errors.CUSTOMER_STORE_REFUSED((cause as Error).name, { cause })
    }
    health.ready()
  }
}
