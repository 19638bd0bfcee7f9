import type pg from 'pg'
import type { StoredPosition } from '../../core/lineage/restart.ts'
import type { Reached } from '../../lineage-ports.ts'
import { statement } from './statements.ts'

const POSITION = statement('lineage-position')
const SAVE_POSITION = statement('save-lineage-position')

export async function readPositions(
  pool: pg.Pool,
  topic: string,
  partitions: readonly number[]
): Promise<ReadonlyMap<number, StoredPosition>> {
  const { rows } = await pool.query<{ partition: number; next_offset: string; as_of: Date }>({
    ...POSITION,
    values: [topic, partitions]
  })
  return new Map(
    rows.map(({ partition, next_offset, as_of }) => [partition, { next: BigInt(next_offset), asOf: as_of.getTime() }])
  )
}

export async function savePosition(client: pg.ClientBase, { topic, partition, next, end }: Reached): Promise<void> {
  await client.query({ ...SAVE_POSITION, values: [topic, [partition], [String(next)], [String(end)]] })
}
