import type pg from 'pg'
import type { SinkPositions } from '../../ports.ts'
import { statement } from './statements.ts'

const POSITIONS = statement('positions')

export class PostgresPositions implements SinkPositions {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async of(topic: string): Promise<ReadonlyMap<number, bigint>> {
    const { rows } = await this.#pool.query<{ partition: number; next_offset: string }>({
      ...POSITIONS,
      values: [topic]
    })
    return new Map(rows.map(({ partition, next_offset }) => [partition, BigInt(next_offset)]))
  }
}
