import assert from 'node:assert/strict'
import { test } from 'node:test'

import { listChangedSales } from './list-changed-sales.ts'

const element = {
  saleId: ' 007 ',
  changedAt: '2005-01-31T12:00:00.123Z',
  deleted: 'false',
  salesmanId: '01',
  salesmanName: 'Ann',
  city: 'Lyon',
  country: 'France',
  amount: '12345678901234.5600',
  currency: 'EUR',
  soldAt: '2005-01-31T00:00:00Z'
}
const read = (sale: unknown) => listChangedSales.page({ sale: [sale] }).sales[0]!

test('the request names the time to the millisecond, and a token only if there is one', () => {
  assert.deepEqual(listChangedSales.request({ since: 0, token: null }, 500), {
    changedSince: '1970-01-01T00:00:00.000Z',
    pageSize: '500'
  })
  assert.deepEqual(listChangedSales.request({ since: 1, token: 't' }, 5), {
    changedSince: '1970-01-01T00:00:00.001Z',
    pageToken: 't',
    pageSize: '5'
  })
})

test('every element becomes the text of its column', () => {
  const { identity, changedAt, row, violations } = read({ ...element, product: null })
  assert.deepEqual([identity, changedAt, violations], ['007', Date.UTC(2005, 0, 31, 12, 0, 0, 123), []])
  assert.equal(row.amount, '12345678901234.5600')
  assert.equal(row.product, undefined)
})

test('an element of the wrong shape is a violation, and so is a time that cannot be read', () => {
  const fields = (changes: object): string[] => read({ ...element, ...changes }).violations.map(({ field }) => field)
  assert.deepEqual(fields({ amount: ['1', '2'], city: { attributes: { type: 'x' }, $value: 'Lyon' } }), [
    'city',
    'amount'
  ])
  for (const changedAt of ['yesterday', '2005-01-31T12:00:00.1234Z', '1969-12-31T00:00:00Z', '', undefined])
    assert.deepEqual(fields({ changedAt }), ['changed_at'])
  assert.deepEqual(fields({ changedAt: '2005-01-31T12:00:00.123000Z' }), [])
  assert.equal(read('text').changedAt, null)
})

test('what has no id or no time is known again by its content', () => {
  const [one, same, other] = [{ city: 'Lyon' }, { city: 'Lyon' }, { city: 'Paris' }].map((sale) => read(sale).identity)
  assert.match(String(one), /^sha256 /)
  assert.equal(one, same)
  assert.notEqual(one, other)
})

test('an answer without content is an empty page; anything else than the answer is refused', () => {
  assert.deepEqual(listChangedSales.page(null), { sales: [], next: null })
  assert.deepEqual(listChangedSales.page({ sale: [], nextPageToken: '' }), { sales: [], next: null })
  for (const answer of [
    undefined,
    {},
    '',
    [],
    { Body: null },
    { sale: {} },
    { sale: [], other: 1 },
    { nextPageToken: {} },
    { sale: [], nextPageToken: 'x'.repeat(5_000) }
  ]) {
    assert.throws(() => listChangedSales.page(answer), { code: 'PARTNER_ANSWER_INVALID' }, JSON.stringify(answer))
  }
})
