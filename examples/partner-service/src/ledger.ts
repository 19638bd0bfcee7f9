/** A sale as the partner keeps it: every value is the text it was given as, so that no amount passes a float. */
export interface Sale {
  readonly saleId: string
  readonly salesmanId: string
  readonly salesmanName: string
  readonly city: string
  readonly region?: string
  readonly country: string
  readonly amount: string
  readonly currency: string
  readonly soldAt: string
  readonly product?: string
}

/** The latest state of one sale; null: it was deleted. */
export interface Change extends Position {
  readonly sale: Sale | null
}

/** Changes are ordered by time (epoch ms), then id: a place between two changes. */
export interface Position {
  readonly changedAt: number
  readonly saleId: string
}

export interface Listing {
  readonly changes: readonly Change[]
  /** Where the next page begins; null: this was the last one. */
  readonly next: Position | null
}

/**
 * The partner's table, in memory. Each write takes a later `changedAt` than every write before it, even when the clock
 * stands still, so the log of changes is ordered by appending to it. A superseded change stays in the log until enough of
 * them have gathered to be worth a copy.
 */
export class Ledger {
  #log: Change[] = []
  readonly #latest = new Map<string, Change>()
  #clock = 0

  /** @param now epoch ms @returns the write's time, epoch ms */
  put(sales: readonly Sale[], now: number): number {
    const changedAt = this.#tick(now)
    const latestOfEach = new Map(sales.map((sale) => [sale.saleId, sale]))
    this.#append([...latestOfEach.values()].map((sale) => ({ changedAt, saleId: sale.saleId, sale })))
    return changedAt
  }

  /** Ids that are unknown, or deleted already, change nothing. @returns the write's time, and how many sales it removed */
  delete(saleIds: readonly string[], now: number): { changedAt: number; count: number } {
    const changedAt = this.#tick(now)
    const known = [...new Set(saleIds)].filter((saleId) => this.#latest.get(saleId)?.sale)
    this.#append(known.map((saleId) => ({ changedAt, saleId, sale: null })))
    return { changedAt, count: known.length }
  }

  /** At most `limit` changes at or after `changedSince`, behind `after` if that is given. */
  list(changedSince: number, after: Position | null, limit: number): Listing {
    const changes: Change[] = []
    let index = this.#firstAtOrAfter({ changedAt: changedSince, saleId: '' })
    if (after) index = Math.max(index, this.#firstAtOrAfter({ ...after, saleId: `${after.saleId}\0` }))
    for (; index < this.#log.length; index++) {
      const change = this.#log[index]
      if (!change || this.#latest.get(change.saleId) !== change) continue
      const last = changes.at(-1)
      if (last && changes.length === limit) return { changes, next: { changedAt: last.changedAt, saleId: last.saleId } }
      changes.push(change)
    }
    return { changes, next: null }
  }

  /** Every sale that is not deleted. */
  *sales(): Iterable<Sale> {
    for (const { sale } of this.#latest.values()) if (sale) yield sale
  }

  #tick(now: number): number {
    this.#clock = Math.max(now, this.#clock + 1)
    return this.#clock
  }

  #append(changes: Change[]): void {
    for (const change of changes.sort((a, b) => (a.saleId < b.saleId ? -1 : 1))) {
      this.#log.push(change)
      this.#latest.set(change.saleId, change)
    }
    if (this.#log.length > 2 * this.#latest.size + 1_000) {
      this.#log = this.#log.filter((change) => this.#latest.get(change.saleId) === change)
    }
  }

  #firstAtOrAfter(position: Position): number {
    let low = 0
    let high = this.#log.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const change = this.#log[middle]
      if (change && precedes(change, position)) low = middle + 1
      else high = middle
    }
    return low
  }
}

function precedes(a: Position, b: Position): boolean {
  return a.changedAt < b.changedAt || (a.changedAt === b.changedAt && a.saleId < b.saleId)
}
