import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  cityGroup,
  isoDay,
  newestOfEach,
  salesmanGroup,
  type CityPartial,
  type SalesmanPartial
} from '../src/core/partials.ts'
import { dayRange, ALL_TIME, daysOf, GRAINS, rangeOf, spanDate, spanOf } from '../src/core/period.ts'
import { largestOfEach } from '../src/core/rankings.ts'
import type { PartialStore, PeriodTotal, RankingFilter } from '../src/ports.ts'
import { bruteRanking, bruteSeries, bytewise, cityPartials, newest, saleOrder, salesmanPartials } from './model.ts'
import { openStore, type Store } from './store.ts'

const filters: fc.Arbitrary<RankingFilter> = fc.record({
  country: fc.constantFrom(undefined, 'France', 'España', 'Nowhere'),
  currency: fc.constantFrom(undefined, 'EUR', 'CHF'),
  span: fc.constantFrom(ALL_TIME, spanOf('year', '2004'), spanOf('month', '2004-01'), spanOf('day', '2004-01-31')),
  days: fc.constantFrom(undefined, dayRange('2003-12-31', '2004-01-31'), dayRange('2004-01-02', undefined)),
  limit: fc.constantFrom(1, 2, 100)
})

/** Cuts records into batches, replays some, and hands them over by several writers at once. */
const delivery = fc.record({
  batch: fc.integer({ min: 1, max: 20 }),
  replay: fc.boolean(),
  writers: fc.integer({ min: 1, max: 3 })
})

async function deliver<P extends CityPartial | SalesmanPartial>(
  store: PartialStore<P>,
  partials: readonly P[],
  groupOf: (partial: P) => string,
  { batch, replay, writers }: { batch: number; replay: boolean; writers: number }
): Promise<void> {
  const all = replay ? [...partials, ...partials] : partials
  const batches = Array.from({ length: Math.ceil(all.length / batch) }, (_, i) => all.slice(i * batch, (i + 1) * batch))
  const write = async (writer: number): Promise<void> => {
    for (const records of batches.filter((_, i) => i % writers === writer)) {
      const positions = new Map([[writer, BigInt(records.length)]])
      await store.apply({ topic: 'test', partials: newestOfEach(records, groupOf), positions })
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
}

async function empty({ pool }: Store): Promise<void> {
  await pool.query(
    'TRUNCATE city, salesman, currency, city_partial, city_total, country_total, salesman_partial, salesman_total, sink_progress RESTART IDENTITY'
  )
}

const units = (total: string): bigint => BigInt(Math.round(Number(total) * 10_000))

test('city rankings and largest sales equal a recount of the newest partials, in whatever order they came', async () => {
  await using store = await openStore()
  const property = fc.asyncProperty(
    cityPartials,
    delivery,
    fc.array(filters, { minLength: 3, maxLength: 3 }),
    async (partials, how, some) => {
      await empty(store)
      await deliver(store.cities, partials, cityGroup, how)
      const kept = newest(partials, cityGroup)
      for (const filter of some) {
        const rows = await store.results.topCities(filter)
        assert.deepEqual(
          rows.map(({ country, region, city, currency, total, count }) => ({
            name: `${city}|${country}|${region}`,
            currency,
            total: units(total),
            count
          })),
          bruteRanking(kept, filter, ({ key }) => `${key.city}|${key.country}|${key.region}`)
        )
        await checkLargest(store, kept, filter)
      }
    }
  )
  await fc.assert(property, { numRuns: 60 })
})

async function checkLargest({ results }: Store, kept: readonly CityPartial[], filter: RankingFilter): Promise<void> {
  const { currency, span, limit } = filter
  const days = daysOf(span)
  for (const region of [undefined, 'Nord']) {
    const place = { country: 'France', city: 'Zürich', region }
    const found = largestOfEach(await results.largestSales({ ...place, currency, days, limit }), limit)
    const candidates = kept
      .filter(
        ({ key }) =>
          key.country === place.country && key.city === place.city && (region === undefined || key.region === region)
      )
      .filter(({ key }) => currency === undefined || key.currency === currency)
      .filter(({ key }) => days === null || (days.first <= isoDay(key.day) && isoDay(key.day) <= days.last))
      .flatMap(({ key, value }) =>
        value.largest.map((sale) => ({ currency: key.currency, region: key.region, ...sale }))
      )
      .toSorted((a, b) => bytewise(a.currency, b.currency) || saleOrder(a, b))
    const expected = [...Map.groupBy(candidates, (sale) => sale.currency).values()].flatMap((sales) =>
      sales.slice(0, limit)
    )
    assert.deepEqual(
      found.map(({ saleId, amount, soldAt, salesmanId, salesmanName, product, ...rest }) => ({
        ...{ ...rest, sale_id: saleId, amount, sold_at: soldAt },
        ...{ salesman_id: salesmanId, salesman_name: salesmanName, product }
      })),
      expected
    )
    const known = kept.some(
      ({ key, value }) =>
        key.country === place.country &&
        key.city === place.city &&
        value.count > 0n &&
        (region === undefined || key.region === region)
    )
    assert.equal(await results.cityExists(place), known)
  }
}

test('salesmen are ranked by country and over all countries, under their newest name', async () => {
  await using store = await openStore()
  const property = fc.asyncProperty(
    salesmanPartials,
    delivery,
    fc.array(filters, { minLength: 3, maxLength: 3 }),
    async (partials, how, some) => {
      await empty(store)
      await deliver(store.salesmen, partials, salesmanGroup, how)
      const kept = newest(partials, salesmanGroup)
      const nameOf = (id: string) =>
        kept
          .filter(({ key, value }) => key.salesman_id === id && value.count > 0n)
          .toSorted(
            (a, b) => b.value.named_at - a.value.named_at || bytewise(a.value.salesman_name, b.value.salesman_name)
          )[0]?.value.salesman_name
      for (const filter of some) {
        const rows = await store.results.topSalesmen(filter)
        assert.deepEqual(
          rows.map(({ salesmanId, salesmanName, currency, total, count }) => ({
            name: `${salesmanName}|${salesmanId}`,
            currency,
            total: units(total),
            count
          })),
          bruteRanking(kept, filter, ({ key }) => `${nameOf(key.salesman_id) ?? ''}|${key.salesman_id}`)
        )
        assert.ok(rows.every(({ country }) => country === (filter.country ?? null)))
      }
      for (const id of ['1', 'ü']) {
        assert.equal(await store.results.salesmanName(id), nameOf(id))
        const all = { country: undefined, currency: undefined, limit: 100 }
        const years = await store.results.salesmanTotals(id)
        const expected = bruteRanking(
          kept,
          { ...all, span: spanOf('year', '2004') },
          ({ key }) => key.salesman_id
        ).filter(({ name }) => name === id)
        assert.deepEqual(
          years
            .filter(({ year, country }) => year === 2004 && country === null)
            .map(({ currency, total, count }) => ({ name: id, currency, total: units(total), count })),
          expected
        )
        const standings = bruteRanking(kept, { ...all, span: ALL_TIME }, ({ key }) => key.salesman_id)
        for (const { country, year, currency, total, rank } of years.filter(
          (row) => row.country === null && row.year === 0
        )) {
          assert.equal(country ?? year, 0)
          assert.equal(
            rank,
            1 + standings.filter((other) => other.currency === currency && other.total > units(total)).length
          )
        }
      }
    }
  )
  await fc.assert(property, { numRuns: 60 })
})

const series = fc.record({
  country: fc.constantFrom(undefined, 'France', 'Nowhere'),
  currency: fc.constantFrom(undefined, 'EUR'),
  grain: fc.constantFrom(...GRAINS),
  from: fc.constantFrom(undefined, '2004', '2004-01-02'),
  to: fc.constantFrom(undefined, '2004-01', '2004-02-28'),
  limit: fc.constantFrom(1, 2, 100)
})

test('series of a country, a city and a salesman equal a recount, as do the lists of countries and currencies', async () => {
  await using store = await openStore()
  const shown = (rows: readonly PeriodTotal[]) =>
    rows.map(({ span, total, ...row }) => ({ date: spanDate(span), ...row, total: units(total) }))
  const property = fc.asyncProperty(
    cityPartials,
    salesmanPartials,
    delivery,
    series,
    async (ofCities, ofMen, how, one) => {
      await empty(store)
      await deliver(store.cities, ofCities, cityGroup, how)
      await deliver(store.salesmen, ofMen, salesmanGroup, how)
      const { country, grain, from, to } = one
      const filter = { ...one, range: rangeOf(grain, from, to) }
      const [cities, men] = [newest(ofCities, cityGroup), newest(ofMen, salesmanGroup)]
      const inCountry = ({ key }: { key: { country: string } }) => country === undefined || key.country === country
      assert.deepEqual(shown(await store.results.countrySeries(filter)), bruteSeries(cities.filter(inCountry), filter))
      const city = { country: 'France', city: 'Zürich', region: undefined }
      assert.deepEqual(
        shown(await store.results.citySeries({ ...filter, ...city })),
        bruteSeries(
          cities.filter(({ key }) => key.country === city.country && key.city === city.city),
          filter
        )
      )
      assert.deepEqual(
        shown(await store.results.salesmanSeries({ ...filter, salesmanId: '1' })),
        bruteSeries(
          men.filter((one) => inCountry(one) && one.key.salesman_id === '1'),
          filter
        )
      )
      const all = { country: undefined, currency: undefined, span: ALL_TIME, limit: 100 }
      const sorted = (rows: readonly { currency: string; total: string; count: number; country?: string }[]) =>
        rows
          .map(({ country: name = '', currency, total, count }) => ({ currency, name, total: units(total), count }))
          .toSorted((a, b) => bytewise(a.currency + a.name, b.currency + b.name))
      const expected = (nameOf: (partial: CityPartial) => string) =>
        bruteRanking(cities, all, nameOf).toSorted((a, b) => bytewise(a.currency + a.name, b.currency + b.name))
      assert.deepEqual(
        sorted(await store.results.countries()),
        expected(({ key }) => key.country)
      )
      assert.deepEqual(
        sorted(await store.results.currencies()),
        expected(() => '')
      )
    }
  )
  await fc.assert(property, { numRuns: 60 })
})

test('replaying everything changes nothing, not even the revision', async () => {
  await using store = await openStore()
  const partials = fc.sample(cityPartials, { numRuns: 5, seed: 7 }).flat()
  await deliver(store.cities, partials, cityGroup, { batch: 50, replay: false, writers: 1 })
  const [before, revision] = [await dump(store), await store.results.revision()]
  assert.ok(revision.asOf instanceof Date)
  await deliver(store.cities, partials, cityGroup, { batch: 7, replay: true, writers: 3 })
  assert.deepEqual(await dump(store), before)
  assert.deepEqual(await store.results.revision(), revision)
})

async function dump({ pool }: Store) {
  const tables = [
    'city_partial ORDER BY city_id, currency, day, shard',
    'city_total ORDER BY city_id, currency, year, month, day'
  ]
  return Promise.all(
    tables.map(async (table) => (await pool.query<Record<string, unknown>>(`SELECT * FROM ${table}`)).rows)
  )
}
