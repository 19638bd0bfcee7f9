import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@sales-pipeline/observability'
import { retryForever, type Component, type Service } from '@sales-pipeline/service-kit'
import { SourceSchemaError } from './core/bound-table.ts'
import { ChangeStream } from './core/change-stream.ts'
import { formatLsn, type Lsn } from './core/lsn.ts'
import { Rereads } from './core/rereads.ts'
import { planStart } from './core/start-plan.ts'
import { errors } from './errors.ts'
import type { BridgeMetrics } from './metrics.ts'
import type { CheckpointStore, ControlSink, Delivery, Source, SourceSession } from './ports.ts'
import { takeSnapshot } from './snapshot.ts'
import { Controls } from './controls.ts'
import { Streaming } from './streaming.ts'

export interface BridgeContext {
  /** The name this source has in the pipeline. */
  readonly source: string
  readonly schema: string
  readonly watermarkPrefix: string
  readonly database: Source
  readonly checkpoints: CheckpointStore
  readonly newDelivery: (start: Lsn) => Delivery
  /** Told of a snapshot, around the work. */
  readonly duringSnapshot: <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>
  readonly controls: ControlSink
  /** 0: never. */
  readonly controlIntervalMs: number
  readonly metrics: BridgeMetrics
  readonly health: Component
  readonly progress: () => void
  /** See Health. */
  readonly waiting: <T>(work: Promise<T>) => Promise<T>
  readonly logger: Logger
}

/** After a session has failed, before the next one is tried. */
const PAUSE_MS = 500

/** Keeps Kafka in step with the source: reads everything once, then the stream, through every outage. */
export class Bridge implements Service {
  readonly name = 'bridge'
  readonly #context: BridgeContext

  constructor(context: BridgeContext) {
    this.#context = context
  }

  async run(signal: AbortSignal): Promise<void> {
    const isStopping = () => signal.aborted
    while (!isStopping()) {
      try {
        await this.#session(signal)
      } catch (error) {
        if (isStopping()) break
        if (!this.#context.database.isOutage(error)) throw asServiceError(error)
        this.#report(error)
        await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  async #session(signal: AbortSignal): Promise<void> {
    const { database, health, logger } = this.#context
    await using session = await retryForever(() => database.connect(), {
      signal,
      isOutage: (error) => database.isOutage(error),
      onRetry: (error) => {
        this.#report(error)
      }
    })
    const start = await this.#start(session, signal)
    const streaming = await this.#stream(session, start)
    logger.info({ from: formatLsn(start) }, 'Reading the stream of changes')
    health.ready()
    await streaming.run(signal)
  }

  /** Where the stream goes on, after everything was read again where that is needed. */
  async #start(session: SourceSession, signal: AbortSignal): Promise<Lsn> {
    const { checkpoints, metrics, logger, duringSnapshot } = this.#context
    const plan = planStart(session.slot, checkpoints.get(), session.identity)
    if (plan.kind === 'stream') return plan.from
    metrics.snapshots.inc({ kind: plan.reason === null ? 'first' : 'repeated' })
    if (plan.reason !== null) logger.warn({ reason: plan.reason }, `Everything is read again: ${plan.reason}`)
    return duringSnapshot(() => takeSnapshot(session, plan, this.#context, signal), signal)
  }

  async #stream(session: SourceSession, start: Lsn): Promise<Streaming> {
    const { source, schema, watermarkPrefix, checkpoints, metrics, progress, newDelivery } = this.#context
    const { dimensions, loadedBefore } = await session.loadDimensions()
    const rereads = new Rereads(randomUUID())
    const stream = new ChangeStream({ source, schema, watermarkPrefix, dimensions, loadedBefore, start, rereads })
    const feed = await session.stream(start)
    const delivery = newDelivery(start)
    const { controls: sink, controlIntervalMs: intervalMs, logger } = this.#context
    const controls = new Controls({ ...{ session, stream, delivery, sink, source, schema, intervalMs, logger } })
    return new Streaming(
      { session, feed, stream, delivery, checkpoints, controls, metrics, onProgress: progress },
      start
    )
  }

  #report(error: unknown): void {
    const { health, logger, metrics, progress } = this.#context
    const reason = error instanceof Error ? error.message : String(error)
    metrics.reconnects.inc()
    health.notReady(reason)
    progress()
    logger.warn({ err: error }, `The source cannot be read now, trying again: ${reason}`)
  }
}

function asServiceError(error: unknown): unknown {
  return error instanceof SourceSchemaError ? errors[error.code](error.message, { cause: error }) : error
}
