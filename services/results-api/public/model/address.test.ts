import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { hrefOf, readAddress, withPeriod, type Address } from './address.ts'

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).map((one) => one.toWellFormed())
const date = fc.constantFrom(
  { period: 'all' as const, date: null },
  { period: 'year' as const, date: '2004' },
  { period: 'month' as const, date: '2004-05' },
  { period: 'day' as const, date: '2004-05-06' }
)
const filter = fc
  .record({ country: fc.option(text), currency: fc.option(fc.constantFrom('EUR', 'USD')), date })
  .map(({ country, currency, date: dated }) => ({ country, currency, ...dated }))
const place: fc.Arbitrary<Address['place']> = fc.oneof(
  fc.constant({ kind: 'rankings' as const }),
  fc.tuple(text, text, fc.oneof(text, fc.constant('')), fc.option(text)).map(([country, city, region, sale]) => ({
    ...{ kind: 'city' as const, country, city, region, sale }
  })),
  text.map((id) => ({ kind: 'salesman' as const, id }))
)

test('an address is read from its own link', () => {
  fc.assert(
    fc.property(fc.record({ filter, place }, { noNullPrototype: true }), (address) => {
      assert.deepEqual(readAddress(hrefOf(address).slice(1)), address)
    })
  )
})

test('any query is an address; what makes no sense in it is left out', () => {
  fc.assert(fc.property(fc.string(), (query) => hrefOf(readAddress(query)).startsWith('/')))
  const { filter: read } = readAddress('?period=month&date=2004&currency=eur&country=')
  assert.deepEqual(read, { country: null, currency: null, period: 'all', date: null })
})

test('another period keeps as much of the date as it can', () => {
  const day = { country: null, currency: null, period: 'day', date: '2004-05-06' } as const
  const dateOf = (one: Parameters<typeof withPeriod>[0], period: 'all' | 'year' | 'month' | 'day') =>
    withPeriod(one, period, '2005-03-31').date
  assert.deepEqual([dateOf(day, 'month'), dateOf(day, 'year'), dateOf(day, 'all')], ['2004-05', '2004', null])
  assert.equal(dateOf({ ...day, period: 'all', date: null }, 'day'), '2005-03-31')
  assert.equal(dateOf({ ...day, period: 'year', date: '2005' }, 'month'), '2005-03')
  assert.equal(dateOf({ ...day, period: 'year', date: '2004' }, 'month'), '2004-01')
})
