import type { Snapshot } from './commit-visibility.ts'
import type { Dimensions } from './dimensions.ts'
import type { Lsn } from './lsn.ts'
import { UNCHANGED, type PgoutputMessage, type Relation, type Tuple, type Value } from './pgoutput.ts'
import type { Chunk, ReadChunk } from './rereads.ts'
import { REQUIRED_COLUMNS, ROLES, saleRowOf, type Role } from './source-tables.ts'

/** For tests: a Postgres whose commits reach the log before queries see them. */

type Row = readonly (string | null)[]
type Tables = Readonly<Record<Role, Map<string, Row>>>
type Change = (tables: Tables) => PgoutputMessage[]

interface LogEntry {
  readonly lsn: Lsn
  readonly messages: readonly PgoutputMessage[]
}

interface Hidden {
  readonly xid: number
  readonly end: Lsn
  readonly touched: ReadonlySet<string>
  show(): void
}

const OID: Readonly<Record<Role, number>> = { salesman: 1, city: 2, sale: 3 }

export class SimulatedSource {
  /** As the log has it. */
  readonly logged: Tables = tables()
  /** As queries see it. */
  readonly visible: Tables = tables()
  readonly log: LogEntry[] = []
  #hidden: Hidden[] = []
  #lsn = 100n
  #xid = 0xffff_fff0 // wraps around soon

  get end(): Lsn {
    return this.#lsn
  }

  /** Commits a transaction. It waits for those that hold a row it changes. */
  commit(touched: ReadonlySet<string>, changes: readonly Change[]): void {
    while (this.#hidden.some((hidden) => hidden.touched.values().some((key) => touched.has(key)))) this.show()
    const commitLsn = (this.#lsn += 10n)
    const endLsn = (this.#lsn += 5n)
    const xid = (this.#xid = (this.#xid + 1) >>> 0)
    const messages = changes.flatMap((change) => change(this.logged))
    const begin = { kind: 'begin', commitLsn, commitTime: Number(commitLsn), xid } as const
    this.log.push({ lsn: commitLsn, messages: [begin, ...messages, { kind: 'commit', commitLsn, endLsn }] })
    const show = () => {
      for (const change of changes) change(this.visible)
    }
    this.#hidden.push({ xid, end: endLsn, touched, show })
  }

  /** The oldest hidden transaction becomes visible. */
  show(): void {
    this.#hidden.shift()?.show()
  }

  /** Transactions below `end` become visible. */
  showBelow(end: Lsn): void {
    for (const hidden of this.#hidden) if (hidden.end <= end) hidden.show()
    this.#hidden = this.#hidden.filter((hidden) => hidden.end > end)
  }

  showAll(): void {
    while (this.#hidden.length > 0) this.show()
  }

  emitMessage(prefix: string, content: string): void {
    const lsn = (this.#lsn += 10n)
    const message = { kind: 'message', transactional: false, lsn, prefix, content: Buffer.from(content) } as const
    this.log.push({ lsn, messages: [message] })
  }

  snapshot(): Snapshot {
    // Hidden ones may be at the front: Postgres' xmax is beyond the last one that has finished.
    return { xmax: (this.#xid + 1) >>> 0, running: new Set(this.#hidden.map((hidden) => hidden.xid)) }
  }

  dimensions(): Dimensions {
    const salesman = new Map(this.visible.salesman.entries().map(([id, [, name = null]]) => [id, { name }]))
    const city = new Map(
      this.visible.city.entries().map(([id, [, name = null, region = null, country = null]]) => {
        return [id, { name, region, country }] as const
      })
    )
    return { salesman, city }
  }

  /** Answers a reread, at most `limit` rows. */
  read({ what, ids, cursor }: ReadChunk, limit: number): Chunk {
    const rows = [...this.visible.sale.values()]
      .map(saleRowOf)
      .sort((a, b) => ((a.sale_id ?? '') < (b.sale_id ?? '') ? -1 : 1))
    const column = what === 'salesman' ? 'salesman_id' : what === 'city' ? 'city_id' : 'sale_id'
    const found = ids.flatMap((id, index) =>
      rows.filter((row) => what === 'all' || row[column] === id).map((row) => ({ index, row }))
    )
    const isBeyond = (index: number, saleId: string | null) =>
      index > cursor.index || (index === cursor.index && (cursor.after === null || (saleId ?? '') > cursor.after))
    const rest = found.filter(({ index, row }) => isBeyond(index, row.sale_id))
    const page = rest.slice(0, limit)
    const last = page.at(-1)
    const next = rest.length > limit && last !== undefined ? { index: last.index, after: last.row.sale_id } : null
    return { snapshot: this.snapshot(), rows: page.map(({ row }) => row), readAt: 0, next }
  }
}

/** What the stream says of the tables before it speaks of their rows. */
export const relations: readonly Relation[] = ROLES.map((role) => ({
  kind: 'relation',
  oid: OID[role],
  schema: 'public',
  table: role,
  replicaIdentity: 'd',
  columns: REQUIRED_COLUMNS[role].map((name, i) => ({ name, identity: i === 0, typeOid: 25 }))
}))

/** Inserts a row, or updates it; a column in `unchanged` is not sent when it stays as it is. */
export function upsert(role: Role, row: Row, unchanged?: number): Change {
  const key = row[0] ?? ''
  return (tables) => {
    const old = tables[role].get(key)
    tables[role].set(key, row)
    const after: Tuple = row.map((value, i): Value => (i === unchanged && old?.[i] === value ? UNCHANGED : value))
    if (old === undefined) return [{ kind: 'insert', relation: OID[role], after: row }]
    return [{ kind: 'update', relation: OID[role], before: null, after }]
  }
}

/** Gives a row another key. */
export function rekey(role: Role, from: string, row: Row): Change {
  return (tables) => {
    if (!tables[role].delete(from)) return []
    tables[role].set(row[0] ?? '', row)
    return [{ kind: 'update', relation: OID[role], before: { whole: false, values: keyOnly(from, row) }, after: row }]
  }
}

export function remove(role: Role, key: string): Change {
  return (tables) => {
    const row = tables[role].get(key)
    if (row === undefined) return []
    tables[role].delete(key)
    return [{ kind: 'delete', relation: OID[role], before: { whole: false, values: keyOnly(key, row) } }]
  }
}

export function truncateSales(): Change {
  return (tables) => {
    tables.sale.clear()
    return [{ kind: 'truncate', relations: [OID.sale] }]
  }
}

function keyOnly(key: string, row: Row): Tuple {
  return row.map((_, i) => (i === 0 ? key : null))
}

function tables(): Tables {
  return { sale: new Map(), salesman: new Map(), city: new Map() }
}
