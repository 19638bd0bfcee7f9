import { setTimeout as delay } from 'node:timers/promises'
import { parseSnapshot, type Snapshot } from '../../core/commit-visibility.ts'
import type { Chunk, Cursor, ReadChunk, RereadKind } from '../../core/rereads.ts'
import { SALE_COLUMNS, saleRowOf, type SaleRow } from '../../core/source-tables.ts'
import { errors } from '../../errors.ts'
import { sqlState, type Connection } from './connection.ts'
import { tableName } from './names.ts'

const CHUNK_ROWS = 2000
const REPEAT_DELAY_MS = 20
const LONGEST_DELAY_MS = 1000

/** Watermarks are of use only once they are on disk: from 17 on, Postgres can be told to see to it at once. */
const FLUSHING_SINCE = 170_000

/** The column by which a reread finds its sales. */
const FOUND_BY: Readonly<Record<Exclude<RereadKind, 'all'>, string>> = {
  salesman: 'salesman_id',
  city: 'city_id',
  sale: 'sale_id'
}

/** Reads sales beside the stream, between two watermarks in the log. */
export class SaleReader {
  readonly #sql: Connection
  readonly #table: string
  readonly #prefix: string
  readonly #emit: string

  constructor(sql: Connection, schema: string, prefix: string, serverVersion: number) {
    this.#sql = sql
    this.#table = tableName(sql, schema, 'sale')
    this.#prefix = prefix
    this.#emit = `SELECT pg_logical_emit_message(false, $1, $2${serverVersion >= FLUSHING_SINCE ? ', true' : ''})`
  }

  async read(command: ReadChunk, handIn: (chunk: Chunk) => void): Promise<void> {
    if (command.attempt > 1) await delay(Math.min(REPEAT_DELAY_MS * command.attempt, LONGEST_DELAY_MS))
    await this.#watermark(`low:${command.id}`)
    await this.#sql.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const chunk = await this.#chunk(command)
    await this.#sql.run('COMMIT')
    handIn(chunk)
    await this.#watermark(`high:${command.id}`)
  }

  async #watermark(content: string): Promise<void> {
    try {
      await this.#sql.rows(this.#emit, [this.#prefix, content])
    } catch (error) {
      const state = sqlState(error)
      if (state !== '42501' && state !== '25006') throw error
      throw errors.CDC_WATERMARK_REFUSED((error as Error).message, { cause: error })
    }
  }

  async #chunk(command: ReadChunk): Promise<Chunk> {
    const [seen] = await this.#sql.rows(
      'SELECT pg_current_snapshot(), floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint'
    )
    const { rows, next } = await this.#page(command)
    return { snapshot: parseSnapshot(seen?.[0] ?? ''), rows, readAt: Number(seen?.[1]), next }
  }

  /** Fills a page with the sales of one id after the other: each query is one range of an index. */
  async #page({ what, ids, cursor }: ReadChunk): Promise<{ rows: SaleRow[]; next: Cursor | null }> {
    if (what === 'sale') return { rows: await this.#select('sale_id = ANY ($1)', [ids]), next: null }
    const rows: SaleRow[] = []
    let { index, after } = cursor
    while (index < ids.length) {
      const wanted = CHUNK_ROWS - rows.length
      const found = await this.#range(what, ids[index] ?? '', after, wanted)
      rows.push(...found)
      if (found.length === wanted) return { rows, next: { index, after: found.at(-1)?.sale_id ?? null } }
      index += 1
      after = null
    }
    return { rows, next: null }
  }

  #range(what: 'all' | 'salesman' | 'city', id: string, after: string | null, limit: number): Promise<SaleRow[]> {
    const values: string[] = []
    const parameter = (value: string) => `$${values.push(value)}`
    const conditions = [
      ...(what === 'all' ? [] : [`${FOUND_BY[what]} = ${parameter(id)}`]),
      ...(after === null ? [] : [`sale_id > ${parameter(after)}`])
    ]
    return this.#select(`${conditions.join(' AND ') || 'true'} ORDER BY sale_id LIMIT ${limit}`, values)
  }

  async #select(condition: string, values: readonly unknown[]): Promise<SaleRow[]> {
    const rows = await this.#sql.rows(
      `SELECT ${SALE_COLUMNS.join(', ')} FROM ${this.#table} WHERE ${condition}`,
      values
    )
    return rows.map(saleRowOf)
  }
}

/** What a query sees now. */
export async function currentSnapshot(sql: Connection): Promise<Snapshot> {
  return parseSnapshot((await sql.value('SELECT pg_current_snapshot()')) ?? '')
}
