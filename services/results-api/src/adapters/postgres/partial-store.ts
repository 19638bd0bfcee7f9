import type pg from 'pg'
import type { PartialBatch, PartialStore } from '../../ports.ts'
import { copyInto } from './copy.ts'
import type { PartialLayout } from './partial-layouts.ts'
import { inSharedStatementSpan } from './statement-span.ts'
import { statement } from './statements.ts'
import { inTransaction } from './transaction.ts'

const SAVE_PROGRESS = statement('save-progress')

/** Merges the partials of one stream: copied into a table of the session, then merged there, as one transaction. */
export class PostgresPartialStore<P> implements PartialStore<P> {
  readonly #pool: pg.Pool
  readonly #layout: PartialLayout<P>

  constructor(pool: pg.Pool, layout: PartialLayout<P>) {
    this.#pool = pool
    this.#layout = layout
  }

  apply(batch: PartialBatch<P>): Promise<number> {
    return inSharedStatementSpan(this.#layout.apply.name, batch.partials.length, batch.traces ?? [], () =>
      inTransaction(this.#pool, async (client) => {
        const applied = batch.partials.length === 0 ? 0 : await this.#merge(client, batch.partials)
        const { topic, positions } = batch
        const values = [topic, [...positions.keys()], [...positions.values()].map(String), applied > 0]
        await client.query({ ...SAVE_PROGRESS, values })
        return applied
      })
    )
  }

  async #merge(client: pg.PoolClient, partials: readonly P[]): Promise<number> {
    const { incoming, createIncoming, row, learn, apply } = this.#layout
    await client.query(createIncoming.text)
    await copyInto(client, incoming, Iterator.from(partials).map(row))
    await client.query(learn)
    const { rows } = await client.query<{ applied: number }>(apply)
    return rows[0]?.applied ?? 0
  }
}
