import type { Image } from './bound-table.ts'
import type { Dimensions } from './dimensions.ts'
import type { Emission } from './emission.ts'
import { changeSource, envelopeOf, type ChangeSource } from './envelope.ts'
import type { Lsn } from './lsn.ts'
import { SaleJoin, type Sighting } from './sale-of-row.ts'
import { KEY_COLUMN, SALE_COLUMNS, saleRowOf, type Role, type SaleRow } from './source-tables.ts'

export interface SnapshotSettings {
  readonly source: string
  readonly schema: string
  /** The slot's consistent point: the stream begins exactly there. */
  readonly consistentPoint: Lsn
  /** Epoch milliseconds. */
  readonly takenAt: number
  readonly dimensions: Dimensions
}

/** Turns the rows of a snapshot into what is to be written to Kafka. */
export class SnapshotRows {
  readonly #sighting: Sighting
  readonly #join: SaleJoin
  readonly #sources: Readonly<Record<Role, ChangeSource>>

  constructor({ source, schema, consistentPoint, takenAt, dimensions }: SnapshotSettings) {
    this.#sighting = { lsn: consistentPoint, observedAt: takenAt, cause: 'snapshot' }
    this.#join = new SaleJoin(source, `${schema}.sale`, dimensions)
    const at = { lsn: consistentPoint, commitTime: takenAt, xid: null }
    this.#sources = {
      sale: changeSource(schema, 'sale', at),
      salesman: changeSource(schema, 'salesman', at),
      city: changeSource(schema, 'city', at)
    }
  }

  /** Appends to `out` what follows from a row. Dimensions must be known before the sales that refer to them. */
  read(table: Role, row: Image, out: Emission[]): void {
    const key = row[KEY_COLUMN[table]] ?? ''
    out.push(envelopeOf(table, 'r', key, { before: null, after: row }, this.#sources[table]))
    if (table === 'sale') out.push(this.#join.emission(saleRowOfImage(row), this.#sighting))
  }
}

export function saleRowOfImage(row: Image): SaleRow {
  return saleRowOf(SALE_COLUMNS.map((name) => row[name] ?? null))
}
