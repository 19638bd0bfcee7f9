import fc from 'fast-check'
import type { LargestSale, Version } from '@sales-pipeline/contracts'
import {
  cityGroup,
  isoDay,
  salesmanGroup,
  type CityPartial,
  type SalesmanPartial,
  type ShardPartial
} from '../src/core/partials.ts'
import type { RankingFilter, SeriesFilter } from '../src/ports.ts'
import { spanDate } from '../src/core/period.ts'

/** Few values, so that groups meet, totals tie, and names need their order. */
const COUNTRIES = ['France', 'España']
const CITIES = ['Zürich', 'paris']
const CURRENCIES = ['EUR', 'USD']
const DAYS = ['2003-12-31', '2004-01-01', '2004-01-31', '2004-02-29'].map((day) => Date.parse(day) / 86_400_000)

const version = fc.record({ generation: fc.integer({ min: 1, max: 2 }), offset: fc.bigInt(0n, 20n) })
const shard = fc.integer({ min: 0, max: 1 })
const amount = fc.bigInt(-2n, 5n).map((units) => units * 12_500n)
const count = fc.bigInt(0n, 3n)

const largest = fc
  .array(
    fc.tuple(amount, fc.constantFrom('shop:1', 'shop:10', 'shop:2', 'files:é', 'files:\u{1F600}', 'files:\uFFFD')),
    { maxLength: 4 }
  )
  .map((sales) =>
    sales.map(([units, id], index): LargestSale => ({
      ...{ sale_id: `${id}-${index}`, amount: units, sold_at: 1_000 * index, salesman_id: '7' },
      ...{ salesman_name: 'O\\Hara\t"', product: index % 2 === 0 ? null : 'a\nb\\n' }
    }))
  )

const cityPartial: fc.Arbitrary<CityPartial> = fc.record({
  key: fc.record({
    country: fc.constantFrom(...COUNTRIES),
    region: fc.constantFrom('', 'Nord'),
    city: fc.constantFrom(...CITIES),
    currency: fc.constantFrom(...CURRENCIES),
    day: fc.constantFrom(...DAYS),
    shard
  }),
  value: fc.record({ version, total: amount, count, largest })
})

const salesmanPartial: fc.Arbitrary<SalesmanPartial> = fc.record({
  key: fc.record({
    country: fc.constantFrom(...COUNTRIES),
    salesman_id: fc.constantFrom('1', '2', 'ü'),
    currency: fc.constantFrom(...CURRENCIES),
    day: fc.constantFrom(...DAYS),
    shard
  }),
  value: fc.record({
    ...{ version, total: amount, count },
    salesman_name: fc.constantFrom('Ann', 'Bob', 'ann'),
    named_at: fc.integer({ min: 0, max: 3 })
  })
})

export const cityPartials = history(cityPartial, cityGroup).map((partials) =>
  partials.map(({ key, value }): CityPartial => {
    // Sale ids are unique in the whole pipeline; lists are ordered and hold nothing of an empty group.
    const sales = value.count === 0n ? [] : value.largest
    const own = sales.map((sale) => ({ ...sale, sale_id: `${sale.sale_id}|${Object.values(key).join('|')}` }))
    return { key, value: { ...value, total: value.count === 0n ? 0n : value.total, largest: own.toSorted(saleOrder) } }
  })
)
export const salesmanPartials = history(salesmanPartial, salesmanGroup).map((partials) =>
  partials.map(({ key, value }): SalesmanPartial => ({
    key,
    value: { ...value, total: value.count === 0n ? 0n : value.total }
  }))
)

/** Equal versions of a group are the same record, as a shard publishes each state once. */
function history<P extends ShardPartial<unknown, { readonly version: Version }>>(
  partial: fc.Arbitrary<P>,
  groupOf: (partial: P) => string
): fc.Arbitrary<P[]> {
  const state = (one: P) => `${groupOf(one)}@${one.value.version.generation}.${one.value.version.offset}`
  return fc.array(partial, { minLength: 1, maxLength: 80, size: 'max' }).map((partials) => {
    const first = new Map<string, P>()
    for (const one of partials) if (!first.has(state(one))) first.set(state(one), one)
    return partials.map((one) => first.get(state(one)) ?? one)
  })
}

export function saleOrder(
  a: Pick<LargestSale, 'amount' | 'sale_id'>,
  b: Pick<LargestSale, 'amount' | 'sale_id'>
): number {
  return a.amount === b.amount ? bytewise(a.sale_id, b.sale_id) : a.amount > b.amount ? -1 : 1
}

export function bytewise(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** What must be in the store after these records, in whatever order and however often: the newest of each group. */
export function newest<P extends ShardPartial<unknown, { readonly version: Version }>>(
  partials: readonly P[],
  groupOf: (partial: P) => string
): P[] {
  const order = ({ value }: P) => BigInt(value.version.generation) * 1_000_000n + value.version.offset
  return [...Map.groupBy(partials, groupOf).values()].map((states) =>
    states.reduce((a, b) => (order(b) > order(a) ? b : a))
  )
}

export interface Expected {
  readonly name: string
  readonly currency: string
  readonly total: bigint
  readonly count: number
}

/** A ranking by adding everything up: the sums of what the filter lets through, by name and currency, in order. */
export function bruteRanking<
  P extends ShardPartial<
    { country: string; currency: string; day: number },
    { total: bigint; count: bigint; version: Version }
  >
>(
  partials: readonly P[],
  { country, currency, span, days, limit }: RankingFilter,
  nameOf: (partial: P) => string
): Expected[] {
  const date = spanDate(span) ?? ''
  const counted = partials.filter(
    ({ key }) =>
      (country === undefined || key.country === country) &&
      (currency === undefined || key.currency === currency) &&
      (days === undefined
        ? isoDay(key.day).startsWith(date)
        : days.first <= isoDay(key.day) && isoDay(key.day) <= days.last)
  )
  const sums = [...Map.groupBy(counted, (one) => `${one.key.currency}\0${nameOf(one)}`)].map(([id, group]) => ({
    currency: id.slice(0, 3),
    name: id.slice(4),
    total: group.reduce((sum, { value }) => sum + value.total, 0n),
    count: group.reduce((sum, { value }) => sum + Number(value.count), 0)
  }))
  const ordered = sums
    .filter((sum) => sum.count > 0)
    .toSorted(
      (a, b) =>
        bytewise(a.currency, b.currency) || Number(b.total - a.total) || b.count - a.count || bytewise(a.name, b.name)
    )
  return [...Map.groupBy(ordered, (sum) => sum.currency).values()].flatMap((sumsOfCurrency) =>
    sumsOfCurrency.slice(0, limit)
  )
}

const DATE_LENGTH = { year: 4, month: 7, day: 10 }

/** A time series by adding everything up: the latest periods of each currency, in order. */
export function bruteSeries(
  partials: readonly ShardPartial<
    { currency: string; day: number },
    { total: bigint; count: bigint; version: Version }
  >[],
  { currency, grain, range, limit }: SeriesFilter
) {
  const [first, last] = [spanDate(range.first) ?? '', spanDate(range.last) ?? '']
  const dated = partials.map(({ key, value }) => ({
    date: isoDay(key.day).slice(0, DATE_LENGTH[grain]),
    ...{ currency: key.currency, total: value.total, count: Number(value.count) }
  }))
  const counted = dated.filter(
    (one) => first <= one.date && one.date <= last && (currency === undefined || one.currency === currency)
  )
  const sums = [...Map.groupBy(counted, (one) => `${one.currency} ${one.date}`)]
    .toSorted(([a], [b]) => bytewise(a, b))
    .map(([id, group]) => ({
      ...{ date: id.slice(4), currency: id.slice(0, 3) },
      count: group.reduce((sum, { count }) => sum + count, 0),
      total: group.reduce((sum, { total }) => sum + total, 0n)
    }))
    .filter((sum) => sum.count > 0)
  return [...Map.groupBy(sums, (sum) => sum.currency).values()].flatMap((ofCurrency) => ofCurrency.slice(-limit))
}
