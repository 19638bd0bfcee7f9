import type { LargestSale } from '@sales-pipeline/contracts'
import { cityGroup, newestOfEach, salesmanGroup, type CityPartial, type SalesmanPartial } from '../src/core/partials.ts'
import type { Store } from './store.ts'

export const epochDay = (date: string): number => Date.parse(date) / 86_400_000

interface PartialOptions {
  readonly country?: string
  readonly region?: string
  readonly city?: string
  readonly salesman?: readonly [id: string, name: string]
  readonly currency?: string
  readonly day?: string
  readonly shard?: number
  readonly offset?: bigint
  readonly total?: bigint
  readonly count?: bigint
  readonly largest?: readonly LargestSale[]
}

export function cityPartial(options: PartialOptions): CityPartial {
  const { country = 'France', region = '', city = 'Paris', currency = 'EUR', day = '2004-05-06', shard = 0 } = options
  const { offset = 1n, total = 0n, count = 1n, largest = [] } = options
  return {
    key: { country, region, city, currency, day: epochDay(day), shard },
    value: { version: { generation: 1, offset }, total, count, largest }
  }
}

export function salesmanPartial(options: PartialOptions): SalesmanPartial {
  const { country = 'France', salesman = ['1', 'Ann'], currency = 'EUR', day = '2004-05-06', shard = 0 } = options
  const { offset = 1n, total = 0n, count = 1n } = options
  return {
    key: { country, salesman_id: salesman[0], currency, day: epochDay(day), shard },
    value: { version: { generation: 1, offset }, total, count, salesman_name: salesman[1], named_at: Date.parse(day) }
  }
}

export function largestSale(saleId: string, amount: bigint): LargestSale {
  const sold_at = Date.UTC(2004, 4, 6, 7, 8, 9)
  return { sale_id: saleId, amount, sold_at, salesman_id: '1', salesman_name: 'Ann', product: null }
}

export async function applyCities(store: Store, partials: readonly CityPartial[]): Promise<number> {
  return store.cities.apply({
    topic: 'cities',
    partials: newestOfEach(partials, cityGroup),
    positions: new Map([[0, 1n]])
  })
}

export async function applySalesmen(store: Store, partials: readonly SalesmanPartial[]): Promise<number> {
  const batch = { partials: newestOfEach(partials, salesmanGroup), positions: new Map([[0, 1n]]) }
  return store.salesmen.apply({ topic: 'salesmen', ...batch })
}
