import { setTimeout as delay } from 'node:timers/promises'
import type { Logger } from '@sales-pipeline/observability'
import type { ChangeStream, Mark } from './core/change-stream.ts'
import { formatLsn } from './core/lsn.ts'
import { SaleJoin } from './core/sale-of-row.ts'
import { saleRowOfImage } from './core/snapshot-rows.ts'
import type { ControlSink, Delivery, SourceSession } from './ports.ts'

/** Longer than that, the snapshot would keep the source from cleaning up. */
const LONGEST_MS = 300_000
const LOOK_MS = 200
/** Before a moment that could not be told is taken anew. */
const AGAIN_MS = 10_000

export interface ControlsContext {
  readonly session: Pick<SourceSession, 'openMoment'>
  readonly stream: Pick<ChangeStream, 'mark'>
  readonly delivery: Pick<Delivery, 'flushed'>
  readonly sink: ControlSink
  readonly source: string
  readonly schema: string
  /** 0: never. */
  readonly intervalMs: number
  readonly logger: Logger
}

/**
 * Counts the sale table now and then, as of a position of the log, and tells it once everything up to there is in Kafka.
 * It reads the table itself, not the log: so it shows what the log, the bridge or Kafka has lost. On connections of its
 * own, and whatever becomes of it, the stream goes on.
 */
export class Controls {
  readonly #context: ControlsContext

  constructor(context: ControlsContext) {
    this.#context = context
  }

  async run(signal: AbortSignal): Promise<void> {
    const { intervalMs, logger } = this.#context
    const isStopping = () => signal.aborted
    while (intervalMs > 0 && !isStopping()) {
      let pause = intervalMs
      try {
        if (!(await this.#control(AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]))))
          pause = Math.min(intervalMs, AGAIN_MS)
      } catch (error) {
        if (!isStopping()) logger.warn({ err: error }, 'The sale table could not be counted; it is tried again')
      }
      await delay(pause, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Whether it was told. */
  async #control(signal: AbortSignal): Promise<boolean> {
    const { delivery, sink, logger } = this.#context
    const { mark, takenAt, totals } = await this.#count(signal)
    while (!isReached(mark, delivery)) await delay(LOOK_MS, undefined, { signal })
    if (mark.isTellable !== true) {
      logger.info({ position: formatLsn(mark.lsn) }, 'Sales were being read again: the table is counted another time')
      return false
    }
    await sink.publish({ consistentPoint: mark.lsn, takenAt }, totals)
    return true
  }

  /** Judges every row as the stream does: what it refuses is not counted. */
  async #count(signal: AbortSignal) {
    const { session, stream, source, schema, sink } = this.#context
    await using moment = await session.openMoment(signal)
    const mark = stream.mark(moment.consistentPoint)
    const join = new SaleJoin(source, `${schema}.sale`, await moment.dimensions())
    const totals = sink.begin()
    const sighting = { lsn: moment.consistentPoint, observedAt: moment.takenAt, cause: 'snapshot' as const }
    for await (const rows of moment.rows('sale')) {
      signal.throwIfAborted()
      for (const row of rows) {
        const emission = join.emission(saleRowOfImage(row), sighting)
        if (emission.kind === 'sale') totals.add(emission.sale)
      }
    }
    return { mark, takenAt: moment.takenAt, totals }
  }
}

function isReached({ lsn, isTellable }: Mark, { flushed }: Pick<Delivery, 'flushed'>): boolean {
  return isTellable !== undefined && flushed >= lsn
}
