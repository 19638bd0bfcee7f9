import type { Sale } from '@sales-pipeline/contracts'
import { formatAmount } from '@sales-pipeline/money'
import { CITIES, CITY_OF, salesmanOf } from './market.ts'
import { seeded } from './random.ts'

const SALES_PER_DAY = 10_000
const LATEST_DAYS = 3
const DAY_MS = 86_400_000
const FIRST_DAY = Date.UTC(2026, 0, 1)
const LARGEST_AMOUNT = 50_000_000 // 5,000.0000
const PRODUCTS = 300

export interface SalesOptions {
  readonly count: number
  readonly seed: number
}

/**
 * Sales of a moving window: 10,000 a day, each up to three days late. A city's share falls with its number (the first tenth
 * of the cities has a third of the sales), so that a group of a city, a day and one of six shards holds three sales on average.
 * The ids are the same for every seed: another seed edits the sales of the first.
 */
export function* generateSales({ count, seed }: SalesOptions): Generator<Sale> {
  const below = seeded(seed)
  for (let number = 0; number < count; number++) {
    const share = below(1_000_000) / 1_000_000
    const city = Math.floor(CITIES * share * share)
    const place = CITY_OF[city]
    if (place === undefined) continue
    const day = Math.floor(number / SALES_PER_DAY) - below(LATEST_DAYS + 1)
    yield {
      sale_id: `bench:${number}`,
      version: BigInt(seed),
      place: { city: place.name, region: place.region, country: place.country },
      salesman: salesmanOf(city, below(1000)),
      amount: BigInt(1 + below(LARGEST_AMOUNT)),
      currency: place.currency,
      sold_at: FIRST_DAY + day * DAY_MS + below(DAY_MS),
      product: below(3) === 0 ? null : `Product ${below(PRODUCTS)}`,
      provenance: { system: 'file', dataset: 'bench', position: String(number), observed_at: FIRST_DAY }
    }
  }
}

const COLUMNS = 'sale_id,salesman_id,salesman_name,city,region,country,amount,currency,sold_at,product'.split(',')

/** The lines of a CSV file in the canonical columns, the header first. */
export function* csvLines(sales: Iterable<Sale>): Generator<string> {
  yield `${COLUMNS.join(',')}\n`
  for (const sale of sales) yield `${valuesOf(sale).join(',')}\n`
}

/** The same as JSON, one object a line. */
export function* jsonLines(sales: Iterable<Sale>): Generator<string> {
  for (const sale of sales) {
    const values = valuesOf(sale)
    yield `${JSON.stringify(Object.fromEntries(COLUMNS.map((column, index) => [column, values[index]])))}\n`
  }
}

function valuesOf({ sale_id, salesman, place, amount, currency, sold_at, product }: Sale): string[] {
  return [
    sale_id.slice('bench:'.length),
    ...[salesman.id, salesman.name, place.city, place.region, place.country],
    ...[formatAmount(amount), currency, new Date(sold_at).toISOString(), product ?? '']
  ]
}
