import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hrefOf, readAddress } from './address.ts'
import { queryOf, withPeriod, type Filter, type Period } from './filter.ts'
import { COMPARISONS, RANKINGS, type Place } from './place.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((one) => one.toWellFormed())
const some = fc.option(text)
const open = { from: null, to: null }
const time = fc.constantFrom<Pick<Filter, 'period' | 'date' | 'from' | 'to'>>(
  { period: 'all', date: null, ...open },
  { period: 'year', date: '2004', ...open },
  { period: 'month', date: '2004-05', ...open },
  { period: 'day', date: '2004-05-06', ...open },
  { period: 'range', date: null, from: '2004-05-06', to: '2004-06-01' },
  { period: 'range', date: null, from: null, to: '2004-06-01' }
)
const filter = fc
  .record({ country: some, currency: fc.option(fc.constantFrom('EUR', 'USD')), time })
  .map(({ country, currency, time: when }) => ({ country, currency, ...when }))
const exact = { noNullPrototype: true }
const place: fc.Arbitrary<Place> = fc.oneof(
  fc.constant(RANKINGS),
  fc.record(
    { kind: fc.constant('city' as const), country: text, city: text, region: fc.oneof(text, fc.constant('')) },
    exact
  ),
  fc.record({ kind: fc.constantFrom('salesman' as const, 'sale' as const), id: text }, exact),
  fc.constant({ kind: 'pipeline' as const, dataset: null, field: null }),
  fc.record(
    { kind: fc.constant('pipeline' as const), dataset: fc.record({ namespace: text, name: text }, exact), field: some },
    exact
  ),
  fc.record({ kind: fc.constant('dead-letters' as const), service: some, code: some }, exact),
  fc.record(
    {
      kind: fc.constant('reconciliation' as const),
      state: fc.option(fc.constantFrom(...COMPARISONS)),
      source: some,
      day: fc.option(fc.constant('2004-05-06'))
    },
    exact
  )
)

test('an address is read from its own link', () => {
  fc.assert(
    fc.property(fc.record({ filter, place }, exact), (address) => {
      assert.deepEqual(readAddress(hrefOf(address).slice(1)), address)
    })
  )
})

test('any query is an address; what makes no sense in it is left out', () => {
  fc.assert(fc.property(fc.string(), (query) => hrefOf(readAddress(query)).startsWith('/')))
  const nothing = { country: null, currency: null, period: 'all', date: null, from: null, to: null }
  assert.deepEqual(readAddress('?period=month&date=2004&currency=eur&country=').filter, nothing)
  assert.deepEqual(readAddress('?period=range&from=2005-01-01&to=2004-01-01').filter, nothing)
  assert.deepEqual(readAddress('?view=nonsense&in=Spain').place, RANKINGS)
})

test('another period keeps as much of the date as it can', () => {
  const day = readAddress('?period=day&date=2004-05-06').filter
  const dateOf = (one: Filter, period: Period) => withPeriod(one, period, '2005-03-31').date
  assert.deepEqual([dateOf(day, 'month'), dateOf(day, 'year'), dateOf(day, 'all')], ['2004-05', '2004', null])
  assert.equal(dateOf({ ...day, period: 'all', date: null }, 'day'), '2005-03-31')
  assert.equal(dateOf({ ...day, period: 'year', date: '2005' }, 'month'), '2005-03')
  assert.equal(dateOf({ ...day, period: 'year', date: '2004' }, 'month'), '2004-01')
})

test('a range begins as what was shown, and the API is asked for its days', () => {
  const rangeOf = (query: string) => queryOf(withPeriod(readAddress(query).filter, 'range', '2005-03-31'))
  assert.deepEqual(rangeOf('?period=month&date=2004-02'), { from: '2004-02-01', to: '2004-02-29' })
  assert.deepEqual(rangeOf('?period=day&date=2004-02-03'), { from: '2004-02-03', to: '2004-02-03' })
  assert.deepEqual(rangeOf(''), { from: '2005-01-01', to: '2005-12-31' })
  assert.equal(withPeriod(readAddress('?period=range&from=2004-02-03').filter, 'month', '2005-03-31').date, '2004-02')
})
