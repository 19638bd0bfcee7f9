import type { Op } from '@sales-pipeline/contracts'
import { BoundTable } from './bound-table.ts'
import { sameCity, sameSalesman, type Dimensions } from './dimensions.ts'
import type { Emission } from './emission.ts'
import { changeSource, envelopeOf, type ChangeSource } from './envelope.ts'
import { earlier, later, type Lsn } from './lsn.ts'
import {
  UNCHANGED,
  type Begin,
  type Commit,
  type Delete,
  type Insert,
  type LogicalMessage,
  type OldTuple,
  type Truncate,
  type Tuple,
  type Update,
  type Value
} from './pgoutput.ts'
import type { StreamMessage } from './replication-protocol.ts'
import { Rereads } from './rereads.ts'
import { SaleJoin, type Sighting } from './sale-of-row.ts'
import type { Role, SaleRow } from './source-tables.ts'

export interface ChangeStreamSettings {
  /** The name this source has in the pipeline. */
  readonly source: string
  readonly schema: string
  /** Prefix of the watermarks among the log's messages. */
  readonly watermarkPrefix: string
  /** The dimension tables as they were loaded; kept up to date from here on. */
  readonly dimensions: Dimensions
  /** No transaction that the load has seen was committed here or later. */
  readonly loadedBefore: Lsn
  /** Everything below it was delivered in an earlier session. */
  readonly start: Lsn
  readonly rereads: Rereads
}

/** A moment of the source, and whether the sales as of then can be told by version; undefined until the stream has passed it. */
export interface Mark {
  readonly lsn: Lsn
  isTellable: boolean | undefined
}

interface Transaction extends Sighting {
  readonly xid: number
  readonly sources: Map<BoundTable, ChangeSource>
  changedSales: boolean
}

/**
 * Turns the replication stream into what is to be written to Kafka.
 *
 * 1. Every change of a published table yields one envelope, in commit order.
 * 2. After each commit, what was sent last of a sale is its row joined with its salesman and city as they are then,
 *    save for sales that a requested reread has yet to send.
 * 3. `position` never passes a transaction that has not been delivered whole, nor one whose rereads are not finished.
 */
export class ChangeStream {
  readonly rereads: Rereads
  readonly #settings: ChangeStreamSettings
  readonly #dimensions: Dimensions
  readonly #join: SaleJoin
  readonly #tables = new Map<number, BoundTable>()
  #transaction: Transaction | undefined
  #end: Lsn
  /** How far the stream has been heard, and where a reread was unfinished last. */
  #heard: Lsn = 0n
  #restless: Lsn = 0n
  readonly #marks = new Set<Mark>()

  constructor(settings: ChangeStreamSettings) {
    this.#settings = settings
    this.rereads = settings.rereads
    this.#dimensions = settings.dimensions
    this.#join = new SaleJoin(settings.source, `${settings.schema}.sale`, settings.dimensions)
    this.#end = settings.start
  }

  /** Once all that was emitted so far is in Kafka, everything below is done with. */
  get position(): Lsn {
    const { floor } = this.rereads
    return floor === undefined ? this.#end : earlier(floor, this.#end)
  }

  /**
   * Marks a moment of the source. What was sent of a sale that a reread had yet to send then carries a later version:
   * the sales as of a moment like that cannot be told by their versions.
   */
  mark(lsn: Lsn): Mark {
    const mark: Mark = { lsn, isTellable: undefined }
    if (this.#heard >= lsn) mark.isTellable = this.#restless < lsn
    else this.#marks.add(mark)
    return mark
  }

  get inTransaction(): boolean {
    return this.#transaction !== undefined
  }

  /**
   * Takes the next message of the stream, and appends to `out` what follows from it.
   *
   * @throws SourceSchemaError when the source's schema has changed to one the bridge cannot work with.
   */
  apply(message: StreamMessage, out: Emission[]): void {
    const at = momentOf(message)
    if (at !== undefined) this.#hear(at)
    switch (message.kind) {
      case 'insert':
        this.#insert(message, out)
        break
      case 'update':
        this.#update(message, out)
        break
      case 'delete':
        this.#delete(message, out)
        break
      case 'begin':
        this.#begin(message)
        break
      case 'commit':
        this.#commit(message)
        break
      case 'relation':
        this.#tables.set(message.oid, new BoundTable(message, this.#settings.schema))
        break
      case 'truncate':
        this.#truncate(message, out)
        break
      case 'message':
        this.#watermark(message, out)
        break
      case 'keepalive':
        if (this.#transaction === undefined) this.#end = later(this.#end, message.walEnd)
        break
      case 'type':
      case 'origin':
        break
    }
  }

  #hear(at: Lsn): void {
    this.#heard = later(this.#heard, at)
    if (!this.rereads.isIdle) this.#restless = this.#heard
    for (const mark of this.#marks) {
      if (this.#heard < mark.lsn) continue
      mark.isTellable = this.#restless < mark.lsn
      this.#marks.delete(mark)
    }
  }

  #begin({ commitLsn, commitTime, xid }: Begin): void {
    this.#transaction = {
      lsn: commitLsn,
      observedAt: commitTime,
      cause: 'change',
      xid,
      sources: new Map(),
      changedSales: false
    }
  }

  #commit({ endLsn }: Commit): void {
    const transaction = this.#current()
    if (transaction.changedSales) this.rereads.committed(transaction.xid)
    this.#transaction = undefined
    this.#end = later(this.#end, endLsn)
  }

  #insert({ relation, after }: Insert, out: Emission[]): void {
    const table = this.#table(relation)
    const key = table.key(after)
    this.#emitEnvelope(table, 'c', key, null, after, out)
    if (table.role === 'sale') this.#upsertSale(key, table.saleRow(after, null), out)
    else this.#setDimension(table.role, key, table.required(after, null))
  }

  #update({ relation, before, after }: Update, out: Emission[]): void {
    const table = this.#table(relation)
    const key = table.key(after, before)
    const oldKey = before === null ? key : table.key(before.values)
    this.#emitEnvelope(table, 'u', key, before, after, out)
    if (table.role === 'sale') {
      if (oldKey !== key) this.#deleteSale(oldKey, out)
      this.#upsertSale(key, table.saleRow(after, before), out)
      return
    }
    if (oldKey !== key) this.#dimensions[table.role].delete(oldKey)
    const changed = this.#setDimension(table.role, key, table.required(after, before))
    if (changed) this.rereads.request(table.role, key, this.#current().lsn)
  }

  #delete({ relation, before }: Delete, out: Emission[]): void {
    const table = this.#table(relation)
    const key = table.key(before.values)
    this.#emitEnvelope(table, 'd', key, before, null, out)
    if (table.role === 'sale') this.#deleteSale(key, out)
    else this.#dimensions[table.role].delete(key)
  }

  #truncate({ relations }: Truncate, out: Emission[]): void {
    for (const table of relations.map((relation) => this.#table(relation))) {
      this.#emitEnvelope(table, 't', null, null, null, out)
      if (table.role !== 'sale') {
        this.#dimensions[table.role].clear()
        continue
      }
      this.rereads.emptied()
      this.#current().changedSales = true
      out.push({ kind: 'all-gone', version: this.#current().lsn })
    }
  }

  /** A row that is not complete, or refers to what is not known (yet, or any more), is read again beside the stream. */
  #upsertSale(key: string, row: SaleRow | undefined, out: Emission[]): void {
    const transaction = this.#saleChanged(key)
    if (row === undefined || this.#join.unknownReference(row) !== undefined) {
      this.rereads.request('sale', key, transaction.lsn)
    } else {
      out.push(this.#join.emission(row, transaction))
    }
  }

  #deleteSale(key: string, out: Emission[]): void {
    const { lsn, observedAt: committedAt } = this.#saleChanged(key)
    out.push({ kind: 'tombstone', key: this.#join.keyOf(key), version: lsn, committedAt })
  }

  #saleChanged(key: string): Transaction {
    const transaction = this.#current()
    transaction.changedSales = true
    this.rereads.changed(key)
    return transaction
  }

  /** Whether sales may look different now. A replayed change is as good as new: the load may have been ahead of it. */
  #setDimension(role: Exclude<Role, 'sale'>, key: string, required: readonly Value[]): boolean {
    const isReplayed = this.#current().lsn < this.#settings.loadedBefore
    const [, ...values] = required
    if (role === 'salesman') {
      const known = this.#dimensions.salesman.get(key)
      const row = { name: settle(values[0], known?.name) }
      this.#dimensions.salesman.set(key, row)
      return isReplayed || !sameSalesman(known, row)
    }
    const known = this.#dimensions.city.get(key)
    const row = {
      name: settle(values[0], known?.name),
      region: settle(values[1], known?.region),
      country: settle(values[2], known?.country)
    }
    this.#dimensions.city.set(key, row)
    return isReplayed || !sameCity(known, row)
  }

  #watermark({ prefix, content, lsn }: LogicalMessage, out: Emission[]): void {
    if (prefix !== this.#settings.watermarkPrefix) return
    const [level, id] = splitOnce(content.toString('utf8'))
    if (level === 'low') this.rereads.low(id)
    if (level !== 'high') return
    const finished = this.rereads.high(id)
    if (finished === undefined) return
    const sighting: Sighting = { lsn, observedAt: finished.readAt, cause: 'reread' }
    for (const row of finished.rows) out.push(this.#join.emission(row, sighting))
  }

  #emitEnvelope(
    table: BoundTable,
    op: Op,
    key: string | null,
    before: OldTuple | null,
    after: Tuple | null,
    out: Emission[]
  ): void {
    const { sources, lsn, observedAt, xid } = this.#current()
    let source = sources.get(table)
    if (source === undefined) {
      source = changeSource(this.#settings.schema, table.role, { lsn, commitTime: observedAt, xid })
      sources.set(table, source)
    }
    const images = {
      before: before === null ? null : table.oldImage(before),
      after: after === null ? null : table.image(after)
    }
    out.push(envelopeOf(table.role, op, key, images, source))
  }

  #table(oid: number): BoundTable {
    const table = this.#tables.get(oid)
    if (table === undefined) throw new Error(`A change of relation ${oid}, which was not described`)
    return table
  }

  #current(): Transaction {
    if (this.#transaction === undefined) throw new Error('A change outside of a transaction')
    return this.#transaction
  }
}

/** Where a message belongs in the order of commits; undefined for those inside of a transaction. */
function momentOf(message: StreamMessage): Lsn | undefined {
  if (message.kind === 'begin') return message.commitLsn
  if (message.kind === 'message') return message.lsn
  return message.kind === 'keepalive' ? message.walEnd : undefined
}

/** A value that was left out is what is known of it. */
function settle(value: Value | undefined, known: string | null | undefined): string | null {
  return (value === UNCHANGED ? known : value) ?? null
}

function splitOnce(text: string): [string, string] {
  const colon = text.indexOf(':')
  return [text.slice(0, colon), text.slice(colon + 1)]
}
