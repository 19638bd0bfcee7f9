import { formatAmount, parseAmount, type Amount } from '@sales-pipeline/money'

/** A sale among the largest of its city. */
export interface LargeSale {
  readonly region: string
  readonly currency: string
  readonly saleId: string
  readonly amount: Amount
  /** Epoch ms. */
  readonly soldAt: number
  readonly salesmanId: string
  readonly salesmanName: string
  readonly product: string | null
}

/** Where a ranking of one currency has come to. */
export interface Reached {
  /** How many rows there have been. */
  readonly place: number
  /** The rank and the amount of the last one. */
  readonly rank: number
  readonly amount: string
}

/**
 * Numbers rows that are ordered within each currency: 1, 2, 2, 4 as equal amounts share a rank.
 *
 * @param amountOf equal texts for equal amounts
 * @param reached where the rows before these ended, if all are of one currency
 */
export function ranked<Row extends { readonly currency: string }>(
  rows: readonly Row[],
  amountOf: (row: Row) => string,
  reached?: Reached
): (Row & { readonly rank: number })[] {
  let { place, rank, amount } = reached ?? { place: 0, rank: 0, amount: undefined }
  let currency = rows[0]?.currency
  return rows.map((row) => {
    if (row.currency !== currency)
      ({ currency, place, amount } = { currency: row.currency, place: 0, amount: undefined })
    place++
    if (amountOf(row) !== amount) rank = place
    amount = amountOf(row)
    return { rank, ...row }
  })
}

/** The first `limit` of each currency: amount descending, then sale id by code point, as the aggregators order them. */
export function largestOfEach(sales: readonly LargeSale[], limit: number): LargeSale[] {
  const ordered = sales.toSorted(
    (a, b) =>
      compareText(a.currency, b.currency) || compareAmount(b.amount, a.amount) || compareText(a.saleId, b.saleId)
  )
  let place = 0
  return ordered.filter((sale, index) => {
    place = ordered[index - 1]?.currency === sale.currency ? place + 1 : 1
    return place <= limit
  })
}

function compareAmount(a: Amount, b: Amount): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

const STORED_SCALE = /^(-?\d+)(?:\.(\d+))?$/

/** A sum as the store writes it, in the form of formatAmount: exact, two to four decimals. Sums may exceed MAX_AMOUNT. */
export function sumText(stored: string): string {
  const amount = parseAmount(stored)
  if (amount !== undefined) return formatAmount(amount)
  const [, whole = '', decimals = ''] = STORED_SCALE.exec(stored) ?? []
  return formatAmount(BigInt(whole + decimals.padEnd(4, '0').slice(0, 4)))
}
