import type { Sale, SalesByCity, SalesBySalesman } from '@sales-pipeline/contracts'

/** What is known of each group, as a text that is easily compared. */
export type Totals = ReadonlyMap<string, string>

const DAY_MS = 86_400_000
const LARGEST_SALES = 10

interface LargeSale {
  readonly sale_id: string
  readonly amount: bigint
}

/** Recounts sales per city, currency and day. */
export function cityTotals(sales: Iterable<Sale>): Totals {
  return recount(
    sales,
    ({ place: { country, region, city }, currency }) => `${country}|${region}|${city}|${currency}`,
    (members) => largestOf(members)
  )
}

/** Recounts sales per salesman, country, currency and day. */
export function salesmanTotals(sales: Iterable<Sale>): Totals {
  return recount(
    sales,
    ({ place: { country }, salesman, currency }) => `${country}|${salesman.id}|${currency}`,
    (members) => [...members].sort((a, b) => b.sold_at - a.sold_at)[0]?.salesman.name ?? ''
  )
}

/** Adds up the partial totals of all shards; keys end in `|day|shard`. */
export function mergedCities(partials: ReadonlyMap<string, SalesByCity>): Totals {
  return merge(partials, (some) => largestOf(some.flatMap(({ largest }) => largest)))
}

export function mergedSalesmen(partials: ReadonlyMap<string, SalesBySalesman>): Totals {
  return merge(partials, (some) => [...some].sort((a, b) => b.named_at - a.named_at)[0]?.salesman_name ?? '')
}

function recount(sales: Iterable<Sale>, groupOf: (sale: Sale) => string, shown: (sales: Sale[]) => string): Totals {
  const groups = Map.groupBy(sales, (sale) => `${groupOf(sale)}|${Math.floor(sale.sold_at / DAY_MS)}`)
  return sorted(
    [...groups].map(([group, members]) => {
      const total = members.reduce((sum, { amount }) => sum + amount, 0n)
      return [group, text(total, members.length, shown(members))]
    })
  )
}

function merge<V extends { readonly total: bigint; readonly count: bigint }>(
  partials: ReadonlyMap<string, V>,
  shown: (partials: V[]) => string
): Totals {
  const present = [...partials].filter(([, { count }]) => count > 0n)
  const groups = Map.groupBy(present, ([key]) => key.slice(0, key.lastIndexOf('|')))
  return sorted(
    [...groups].map(([group, entries]) => {
      const values = entries.map(([, value]) => value)
      const total = values.reduce((sum, value) => sum + value.total, 0n)
      const count = values.reduce((sum, value) => sum + value.count, 0n)
      return [group, text(total, Number(count), shown(values))]
    })
  )
}

function largestOf(sales: readonly LargeSale[]): string {
  return sales
    .toSorted((a, b) => Number(b.amount - a.amount) || (a.sale_id < b.sale_id ? -1 : 1))
    .slice(0, LARGEST_SALES)
    .map(({ sale_id, amount }) => `${sale_id}=${amount.toString()}`)
    .join(' ')
}

function text(total: bigint, count: number, shown: string): string {
  return `${total.toString()} in ${count}: ${shown}`
}

function sorted(entries: (readonly [string, string])[]): Totals {
  return new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
