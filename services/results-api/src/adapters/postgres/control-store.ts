import type pg from 'pg'
import { formatAmount } from '@sales-pipeline/money'
import type { StoredPosition } from '../../core/lineage/restart.ts'
import { isoDay } from '../../core/partials.ts'
import type { Reached } from '../../lineage-ports.ts'
import type { ControlPart, ControlStore } from '../../reconciliation-ports.ts'
import { readPositions, savePosition } from './lineage-progress.ts'
import { statement } from './statements.ts'
import { inTransaction } from './transaction.ts'

const SAVE = statement('save-control')
const SAVE_PART = statement('save-control-part')
const FORGET_DAYS = statement('forget-control-days')
const SAVE_DAYS = statement('save-control-days')

export class PostgresControlStore implements ControlStore {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  positions(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, StoredPosition>> {
    return readPositions(this.#pool, topic, partitions)
  }

  save(parts: readonly ControlPart[], ends: readonly bigint[], reached: Reached): Promise<void> {
    return inTransaction(this.#pool, async (client) => {
      for (const part of parts) await savePart(client, part, ends.map(String))
      await savePosition(client, reached)
    })
  }
}

/** The first part begins a control anew; the others come behind it, in order. */
async function savePart(client: pg.ClientBase, { key, value }: ControlPart, ends: readonly string[]): Promise<void> {
  const id = [key.source, key.dataset, key.scope]
  if (value.part === 0) {
    const said = [value.kind, value.position, String(value.version_from), String(value.version_to)]
    const times = [instant(value.observed_at), value.time_zone, instant(value.taken_at)]
    await client.query({ ...SAVE, values: [...id, ...said, ...times, value.parts, ends] })
    await client.query({ ...FORGET_DAYS, values: id })
  } else {
    const { rowCount } = await client.query({ ...SAVE_PART, values: [...id, value.part, ends] })
    if (rowCount === 0) return
  }
  const days = value.totals.map(({ day }) => isoDay(day))
  const currencies = value.totals.map(({ currency }) => currency)
  const rows = value.totals.map((total) => String(total.rows))
  const amounts = value.totals.map(({ amount }) => formatAmount(amount))
  await client.query({ ...SAVE_DAYS, values: [...id, days, currencies, rows, amounts] })
}

function instant(epochMs: number | null): string | null {
  return epochMs === null ? null : new Date(epochMs).toISOString()
}
