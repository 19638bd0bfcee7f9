import type { Image } from '../../core/bound-table.ts'
import type { Dimensions } from '../../core/dimensions.ts'
import type { Lsn } from '../../core/lsn.ts'
import { KEY_COLUMN, type Role } from '../../core/source-tables.ts'
import type { SnapshotReader } from '../../ports.ts'
import type { Connection } from './connection.ts'
import { loadDimensions } from './dimensions.ts'
import type { PublishedColumns } from './inspection.ts'
import { tableName } from './names.ts'

const BATCH_ROWS = 1000

/** Reads the database as it was when the slot was made, in one transaction. */
export class PostgresSnapshotReader implements SnapshotReader {
  readonly consistentPoint: Lsn
  readonly takenAt: number
  readonly #sql: Connection
  readonly #schema: string
  readonly #columns: PublishedColumns

  private constructor(
    sql: Connection,
    consistentPoint: Lsn,
    takenAt: number,
    schema: string,
    columns: PublishedColumns
  ) {
    this.#sql = sql
    this.consistentPoint = consistentPoint
    this.takenAt = takenAt
    this.#schema = schema
    this.#columns = columns
  }

  /** @param name of the snapshot that the slot's connection exports; needed no longer than until this returns */
  static async open(
    sql: Connection,
    snapshot: { readonly name: string; readonly consistentPoint: Lsn },
    schema: string,
    columns: PublishedColumns
  ): Promise<PostgresSnapshotReader> {
    await sql.run('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await sql.run(`SET TRANSACTION SNAPSHOT ${sql.client.escapeLiteral(snapshot.name)}`)
    const takenAt = Number(await sql.value('SELECT floor(extract(epoch FROM now()) * 1000)::bigint'))
    return new PostgresSnapshotReader(sql, snapshot.consistentPoint, takenAt, schema, columns)
  }

  readonly dimensions = (): Promise<Dimensions> => loadDimensions(this.#sql, this.#schema)

  readonly rows = (table: Role): AsyncIterable<readonly Image[]> => this.#rows(table)

  readonly existing = async (saleIds: readonly string[]): Promise<ReadonlySet<string>> => {
    const key = KEY_COLUMN.sale
    const rows = await this.#sql.rows(
      `SELECT ${key} FROM ${tableName(this.#sql, this.#schema, 'sale')} WHERE ${key} = ANY ($1)`,
      [saleIds]
    )
    return new Set(rows.map(([id]) => id ?? ''))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sql[Symbol.asyncDispose]()
  }

  async *#rows(table: Role): AsyncGenerator<readonly Image[]> {
    const columns = this.#columns[table]
    const list = columns.map((column) => this.#sql.client.escapeIdentifier(column)).join(', ')
    const from = tableName(this.#sql, this.#schema, table)
    await this.#sql.run(`DECLARE rows NO SCROLL CURSOR FOR SELECT ${list} FROM ${from}`)
    for (;;) {
      const rows = await this.#sql.rows(`FETCH ${BATCH_ROWS} FROM rows`)
      if (rows.length === 0) break
      yield rows.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i] ?? null])))
    }
    await this.#sql.run('CLOSE rows')
  }
}
