import type { DayTotal, Sale } from '@sales-pipeline/contracts'
import type { BusinessDay } from './business-day.ts'

/** Counts sales and their amount, by day and currency. */
export class DayTotals {
  readonly #dayOf: BusinessDay
  readonly #totals = new Map<number, Map<string, { rows: bigint; amount: bigint }>>()
  #rows = 0

  constructor(dayOf: BusinessDay) {
    this.#dayOf = dayOf
  }

  /** How many sales were added. */
  get rows(): number {
    return this.#rows
  }

  add({ sold_at, currency, amount }: Pick<Sale, 'sold_at' | 'currency' | 'amount'>): void {
    const day = this.#dayOf(sold_at)
    let ofDay = this.#totals.get(day)
    if (ofDay === undefined) this.#totals.set(day, (ofDay = new Map<string, { rows: bigint; amount: bigint }>()))
    const total = ofDay.get(currency)
    if (total === undefined) ofDay.set(currency, { rows: 1n, amount })
    else {
      total.rows += 1n
      total.amount += amount
    }
    this.#rows++
  }

  list(): DayTotal[] {
    return [...this.#totals].flatMap(([day, ofDay]) =>
      [...ofDay].map(([currency, { rows, amount }]) => ({ day, currency, rows, amount }))
    )
  }
}
