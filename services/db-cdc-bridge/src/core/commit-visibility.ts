/**
 * What a statement sees, as `pg_current_snapshot()` tells it: transactions below `xmax`, except `running` ones.
 * Transaction ids are those of the stream: 32 bits, wrapping around.
 */
export interface Snapshot {
  readonly xmax: number
  readonly running: ReadonlySet<number>
}

/** Reads `pg_current_snapshot()`'s text: `xmin:xmax:xid,xid,…`, of 64-bit ids. */
export function parseSnapshot(text: string): Snapshot {
  const [, xmax = '', running = ''] = text.split(':')
  if (!/^\d+$/.test(xmax)) throw new RangeError(`Not a snapshot: ${text}`)
  const ids = running === '' ? [] : running.split(',')
  return { xmax: shortId(xmax), running: new Set(ids.map(shortId)) }
}

function shortId(id: string): number {
  return Number(BigInt.asUintN(32, BigInt(id)))
}

/** Whether a transaction that has committed is seen by a statement with this snapshot. */
export function isVisible(snapshot: Snapshot, xid: number): boolean {
  const isOlder = ((xid - snapshot.xmax) | 0) < 0
  return isOlder && !snapshot.running.has(xid)
}

/**
 * Transactions that the stream has delivered, but that a query may not see yet: Postgres writes the commit record, waits
 * for the disk and for synchronous standbys, and only then lets others see the changes. Whoever compares a query with
 * the stream has to know them.
 */
export class UnconfirmedCommits {
  readonly #xids = new Set<number>()

  get size(): number {
    return this.#xids.size
  }

  delivered(xid: number): void {
    this.#xids.add(xid)
  }

  /** A query has been made with this snapshot: what it sees, every later query sees. */
  confirm(snapshot: Snapshot): void {
    for (const xid of this.#xids) if (isVisible(snapshot, xid)) this.#xids.delete(xid)
  }

  list(): readonly number[] {
    return [...this.#xids]
  }
}
