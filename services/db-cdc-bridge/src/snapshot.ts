import type { Logger } from '@sales-pipeline/observability'
import type { Emission } from './core/emission.ts'
import { formatLsn, type Lsn } from './core/lsn.ts'
import { SnapshotRows } from './core/snapshot-rows.ts'
import { ROLES } from './core/source-tables.ts'
import type { StartPlan } from './core/start-plan.ts'
import type { CheckpointStore, Delivery, SourceSession } from './ports.ts'

export interface SnapshotContext {
  readonly source: string
  readonly schema: string
  readonly checkpoints: CheckpointStore
  readonly newDelivery: (start: Lsn) => Delivery
  /** See Health: the server makes a slot only when every transaction that is under way has ended. */
  readonly waiting: <T>(work: Promise<T>) => Promise<T>
  readonly logger: Logger
}

/**
 * Reads everything: makes a slot, reads the tables as they are at its beginning, and removes the sales that are not in
 * them any more. A crash in between begins anew.
 *
 * @returns the slot's consistent point, where the stream goes on.
 */
export async function takeSnapshot(
  session: SourceSession,
  plan: Extract<StartPlan, { kind: 'snapshot' }>,
  context: SnapshotContext,
  signal: AbortSignal
): Promise<Lsn> {
  const { checkpoints, logger } = context
  const { identity } = session
  // Saved before there is a slot: a slot without a checkpoint of its own is never trusted.
  await checkpoints.save({ ...identity, phase: 'snapshotting', flushed: 0n })
  if (plan.dropSlot) await session.dropSlot()
  await using snapshot = await context.waiting(session.createSlot())
  const { consistentPoint, takenAt } = snapshot
  logger.info({ consistent_point: formatLsn(consistentPoint) }, 'Reading a snapshot of the source')
  const delivery = context.newDelivery(consistentPoint)
  await delivery.removeSales(snapshot.existing, 'reconcile', consistentPoint)
  const dimensions = await snapshot.dimensions()
  const rows = new SnapshotRows({ ...context, consistentPoint, takenAt, dimensions })
  for (const table of ROLES) {
    let count = 0
    for await (const batch of snapshot.rows(table)) {
      signal.throwIfAborted()
      const emissions: Emission[] = []
      for (const row of batch) rows.read(table, row, emissions)
      await delivery.put(emissions, consistentPoint)
      count += batch.length
    }
    logger.info({ table, rows: count }, 'Read a table')
  }
  await delivery.flush()
  await checkpoints.save({ ...identity, phase: 'streaming', flushed: consistentPoint })
  return consistentPoint
}
