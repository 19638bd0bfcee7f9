import { isVisible, UnconfirmedCommits, type Snapshot } from './commit-visibility.ts'
import { earlier, type Lsn } from './lsn.ts'
import type { SaleRow } from './source-tables.ts'

/** Sales of a salesman, of a city, single sales, or all of them. */
export type RereadKind = 'all' | 'salesman' | 'city' | 'sale'

/** Where a reread has got to: at `ids[index]`, beyond the sale `after`. */
export interface Cursor {
  readonly index: number
  readonly after: string | null
}

/** Write the low watermark, read a chunk, hand it in, write the high watermark. */
export interface ReadChunk {
  readonly kind: 'read'
  readonly id: string
  readonly what: RereadKind
  readonly ids: readonly string[]
  readonly cursor: Cursor
  /** Counts from 1; a chunk is read again when it may have missed what the stream had delivered before it. */
  readonly attempt: number
}

/** Ask what a query sees now, and hand it to `confirmed`. */
export interface Confirm {
  readonly kind: 'confirm'
}

export type RereadCommand = ReadChunk | Confirm

/** The sales that one query found, and what it saw. */
export interface Chunk {
  readonly snapshot: Snapshot
  readonly rows: readonly SaleRow[]
  /** Epoch milliseconds. */
  readonly readAt: number
  /** Where the next chunk begins; null after the last one. */
  readonly next: Cursor | null
}

/** What a finished window has to send: rows as they are at its high watermark. */
export interface FinishedChunk {
  readonly rows: Iterable<SaleRow>
  readonly readAt: number
}

export interface RereadLimits {
  /** Ids that one reread covers. */
  readonly ids: number
  /** Ids that may wait, per kind; beyond that, everything is read once. */
  readonly pending: number
  /** Keys remembered between a low watermark and its chunk. */
  readonly touched: number
  /** Commits remembered until a query is known to see them. */
  readonly unconfirmed: number
}

const REREAD_LIMITS: RereadLimits = { ids: 1000, pending: 100_000, touched: 100_000, unconfirmed: 10_000 }

interface Job {
  readonly what: RereadKind
  readonly ids: readonly string[]
  readonly floor: Lsn
  cursor: Cursor
  attempt: number
}

interface Window {
  readonly id: string
  lowSeen: boolean
  spoiled: boolean
  /** Commits delivered before the low watermark, until the chunk tells whether it saw them. */
  suspects: readonly number[]
  readonly touched: Set<string>
  chunk: { readonly snapshot: Snapshot; readonly readAt: number; readonly next: Cursor | null } | undefined
  rows: Map<string, SaleRow>
}

/**
 * Sends sales again whose row did not change, beside the stream and without a lock, by the watermarks of Andreakis and
 * Papapanagiotou, "DBLog: A Watermark Based Change-Data-Capture Framework", 2020 (arXiv:2010.12597).
 *
 * 1. One window at a time: low watermark, query, high watermark, in this order in the log.
 * 2. A row is sent at the high watermark only if no change of its key was delivered since the low one.
 * 3. ... and only if the query saw every transaction delivered before the low watermark; else the chunk is read again.
 *    (The paper does not need this: Postgres logs a commit before it shows it.)
 * 4. By 2 and 3, a row that is sent is the row's state at the high watermark, and newer than what was sent of it before.
 * 5. `floor` never passes the commit of a request whose sales have not all been sent, by a chunk or by a change.
 * 6. A request that comes while an earlier one of the same kind and id waits is the same request; one that comes while
 *    it is being read begins anew.
 * 7. Memory is bounded by one chunk and the limits; too many requests become one, for everything.
 */
export class Rereads {
  readonly #run: string
  readonly #limits: RereadLimits
  /** Floors by id. Insertion order is log order: the first floor of a map is its least. */
  readonly #pending: Readonly<Record<RereadKind, Map<string, Lsn>>> = {
    all: new Map(),
    salesman: new Map(),
    city: new Map(),
    sale: new Map()
  }
  readonly #unconfirmed = new UnconfirmedCommits()
  #confirmAt: number
  #confirming = false
  #job: Job | undefined
  #window: Window | undefined
  #windows = 0

  /** @param run tells this run's watermarks from those of an earlier one */
  constructor(run: string, limits: RereadLimits = REREAD_LIMITS) {
    this.#run = run
    this.#limits = limits
    this.#confirmAt = limits.unconfirmed
  }

  /** The least position that must stay unacknowledged, if any. */
  get floor(): Lsn | undefined {
    const floors = Object.values(this.#pending).flatMap((ids) => ids.values().take(1).toArray())
    if (this.#job !== undefined) floors.push(this.#job.floor)
    return floors.length === 0 ? undefined : floors.reduce(earlier)
  }

  /** Whether nothing is left to be sent again. */
  get isIdle(): boolean {
    return this.#job === undefined && Object.values(this.#pending).every(({ size }) => size === 0)
  }

  /** The sales of `id` must be sent again because of a change that was committed at `floor`. */
  request(what: RereadKind, id: string, floor: Lsn): void {
    if (this.#pending.all.size > 0) return
    const ids = this.#pending[what]
    if (ids.has(id)) return
    ids.set(id, floor)
    if (ids.size > this.#limits.pending) this.#collapse()
  }

  /** What is to be done now. The same command is not given twice. */
  nextCommand(): RereadCommand | undefined {
    if (this.#window !== undefined || this.#confirming) return undefined
    this.#job ??= this.#nextJob()
    if (this.#job !== undefined) return this.#open(this.#job)
    if (this.#unconfirmed.size < this.#limits.unconfirmed) return undefined
    this.#confirming = true
    return { kind: 'confirm' }
  }

  /** The answer to `confirm`. */
  confirmed(snapshot: Snapshot): void {
    this.#confirming = false
    this.#unconfirmed.confirm(snapshot)
  }

  /** The answer to `read`, before its high watermark is written. */
  handIn(id: string, chunk: Chunk): void {
    const window = this.#window
    if (window?.id !== id) throw new Error(`Chunk ${id} was not asked for`)
    const rows = chunk.rows.map((row) => [row.sale_id ?? '', row] as const)
    window.rows = new Map(rows.filter(([key]) => !window.touched.has(key)))
    window.touched.clear()
    window.chunk = chunk
    window.spoiled ||= window.suspects.some((xid) => !isVisible(chunk.snapshot, xid))
    this.#unconfirmed.confirm(chunk.snapshot)
  }

  /** The stream has delivered a low watermark. */
  low(id: string): void {
    const window = this.#window
    if (window?.id !== id) return
    window.lowSeen = true
    const before = this.#unconfirmed.list()
    const { chunk } = window
    if (chunk === undefined) window.suspects = before
    else window.spoiled ||= before.some((xid) => !isVisible(chunk.snapshot, xid))
  }

  /** The stream has delivered a high watermark: what is to be sent now. */
  high(id: string): FinishedChunk | undefined {
    const window = this.#window
    const job = this.#job
    if (window?.id !== id || job === undefined) return undefined
    if (window.chunk === undefined || !window.lowSeen) throw new Error(`Watermark ${id} is out of order`)
    this.#window = undefined
    if (window.spoiled) {
      job.attempt += 1
      return undefined
    }
    this.#advance(job, window.chunk.next)
    return { rows: window.rows.values(), readAt: window.chunk.readAt }
  }

  /** The stream has delivered a change of this sale. */
  changed(saleId: string): void {
    const window = this.#window
    if (window?.lowSeen !== true) return
    if (window.chunk !== undefined) window.rows.delete(saleId)
    else if (window.touched.size < this.#limits.touched) window.touched.add(saleId)
    else window.spoiled = true
  }

  /** The stream has delivered the emptying of the sale table. */
  emptied(): void {
    if (this.#window?.lowSeen === true) this.#window.spoiled = true
  }

  /** The stream has delivered a transaction that changed sales. */
  committed(xid: number): void {
    this.#unconfirmed.delivered(xid)
    const snapshot = this.#window?.chunk?.snapshot
    if (snapshot === undefined || this.#unconfirmed.size < this.#confirmAt) return
    this.#unconfirmed.confirm(snapshot)
    this.#confirmAt = Math.max(this.#limits.unconfirmed, 2 * this.#unconfirmed.size)
  }

  #open(job: Job): ReadChunk {
    this.#windows += 1
    const id = `${this.#run}:${this.#windows}`
    this.#window = {
      id,
      lowSeen: false,
      spoiled: false,
      suspects: [],
      touched: new Set(),
      chunk: undefined,
      rows: new Map()
    }
    return { kind: 'read', id, what: job.what, ids: job.ids, cursor: job.cursor, attempt: job.attempt }
  }

  #advance(job: Job, next: Cursor | null): void {
    if (next === null) this.#job = undefined
    else Object.assign(job, { cursor: next, attempt: 1 })
  }

  #nextJob(): Job | undefined {
    for (const what of ['all', 'salesman', 'city', 'sale'] as const) {
      const pending = this.#pending[what]
      const taken = pending.entries().take(this.#limits.ids).toArray()
      const [first] = taken
      if (first === undefined) continue
      const ids = taken.map(([id]) => id)
      for (const id of ids) pending.delete(id)
      return { what, ids, floor: first[1], cursor: { index: 0, after: null }, attempt: 1 }
    }
    return undefined
  }

  #collapse(): void {
    const floors = Object.values(this.#pending).flatMap((ids) => ids.values().take(1).toArray())
    for (const ids of Object.values(this.#pending)) ids.clear()
    this.#pending.all.set('', floors.reduce(earlier))
  }
}
