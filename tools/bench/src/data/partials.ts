import type { Sale, SalesByCity, SalesByCityKey, SalesBySalesman, SalesBySalesmanKey } from '@sales-pipeline/contracts'
import { generateSales } from './sales.ts'

const SHARDS = 6
const LARGEST_SALES = 10
const DAY_MS = 86_400_000
const SEED = 3

export interface CityPartial {
  readonly key: SalesByCityKey
  readonly value: SalesByCity
}

export interface SalesmanPartial {
  readonly key: SalesBySalesmanKey
  readonly value: SalesBySalesman
}

interface Group {
  readonly shard: number
  readonly day: number
  readonly sales: Sale[]
}

/** Partial totals of so many groups, as city-aggregator would publish them of generated sales. */
export function* cityPartials(count: number): Generator<CityPartial> {
  let offset = 0n
  for (const { shard, day, sales } of groupsOf(count, ({ place }) => place.city)) {
    const [{ place, currency }] = sales as [Sale]
    const largest = sales.toSorted((a, b) => Number(b.amount - a.amount)).slice(0, LARGEST_SALES)
    offset += 1n
    yield {
      key: { ...place, currency, day, shard },
      value: {
        version: { generation: 1, offset },
        total: totalOf(sales),
        count: BigInt(sales.length),
        largest: largest.map(({ sale_id, amount, sold_at, salesman, product }) => ({
          ...{ sale_id, amount, sold_at, product },
          ...{ salesman_id: salesman.id, salesman_name: salesman.name }
        }))
      }
    }
  }
}

/** Partial totals of so many groups, as salesman-aggregator would publish them of generated sales. */
export function* salesmanPartials(count: number): Generator<SalesmanPartial> {
  let offset = 0n
  for (const { shard, day, sales } of groupsOf(count, ({ salesman }) => salesman.id)) {
    const [{ place, currency, salesman }] = sales as [Sale]
    offset += 1n
    yield {
      key: { country: place.country, salesman_id: salesman.id, currency, day, shard },
      value: {
        version: { generation: 1, offset },
        total: totalOf(sales),
        count: BigInt(sales.length),
        salesman_name: salesman.name,
        named_at: Math.max(...sales.map(({ sold_at }) => sold_at))
      }
    }
  }
}

function* groupsOf(count: number, nameOf: (sale: Sale) => string): Generator<Group> {
  const groups = new Map<string, Group>()
  let number = 0
  for (const sale of generateSales({ count: Infinity, seed: SEED })) {
    const shard = number++ % SHARDS
    const day = Math.floor(sale.sold_at / DAY_MS)
    const id = `${nameOf(sale)} ${day} ${shard}`
    const group = groups.get(id)
    if (group !== undefined) group.sales.push(sale)
    else if (groups.size < count) groups.set(id, { shard, day, sales: [sale] })
    else break
  }
  yield* groups.values()
}

function totalOf(sales: readonly Sale[]): bigint {
  return sales.reduce((total, { amount }) => total + amount, 0n)
}
