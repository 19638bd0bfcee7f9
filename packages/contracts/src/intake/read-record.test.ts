import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { clickEvents, customers, inputJudgeOf, recordReaderOf, transactions, userRegistrations } from '../index.ts'

const NOW = Date.UTC(2026, 2, 31)
const options = { now: () => NOW, seal: (clear: string) => `sealed ${clear.length}` }
const UUID = '5f0c7b1e-8a43-4f0e-9a57-3b9a2f1f7c55'

const registration = {
  user_id: UUID,
  email: 'ann@example.org',
  password: 'correct horse',
  age: 13,
  registered_at: '2026-03-31T00:00:00Z'
}

test('what is missing gets its default', () => {
  const { record, outcome } = inputJudgeOf(userRegistrations, options)(registration)
  assert.equal(outcome, 'pass')
  assert.deepEqual(record, {
    ...registration,
    password: 'sealed 13',
    channel: 'OTHER',
    consents: {},
    registered_at: NOW
  })
})

test('JSON and the texts of a file give the same record', () => {
  const read = recordReaderOf(transactions.value.schema)
  const texts = {
    transaction_id: UUID,
    account_number: '12345678',
    amount: '-12.50',
    currency: 'EUR',
    timestamp: '2026-03-31T02:00:00+02:00',
    value_date: '2026-03-31',
    kind: 'DEBIT',
    digest: Buffer.alloc(32, 7).toString('base64')
  }
  const expected = {
    ...texts,
    amount: -125_000n,
    timestamp: NOW,
    value_date: NOW / 86_400_000,
    reverses: null,
    digest: Buffer.alloc(32, 7)
  }
  assert.deepEqual(read(texts), { record: expected, violations: [] })
  assert.deepEqual(read({ ...texts, amount: -12.5, timestamp: NOW }), { record: expected, violations: [] })
})

test('of a union the branch is taken that can read it; text stays text', () => {
  const read = recordReaderOf(clickEvents.value.schema)
  const click = { email: 'ann@example.org', timestamp: 0, uri: 'https://example.org', number: '3' }
  const valueOf = (value: unknown) => read({ ...click, value }).record['value']
  assert.deepEqual([null, true, 7, 1.5, '7', 'x'].map(valueOf), [null, true, 7n, 1.5, '7', 'x'])
  assert.equal(read(click).record['number'], 3)
  assert.match(read({ ...click, value: [] }).violations[0]?.message ?? '', /^\[\] is of none of the types/)
})

test('everything that is wrong is told at once, where it stands, masked where it is personal', () => {
  const { outcome, record, findings } = inputJudgeOf(
    customers,
    options
  )({
    customer_id: '',
    born: '1990-02-30',
    email: 'ann',
    addresses: [{ lines: 'x', city: '', country: 'FR' }, 'nowhere'],
    since: '2026-03-31',
    credit_limit: '12.345',
    colour: 'red'
  })
  assert.deepEqual([outcome, record], ['quarantine', null])
  assert.deepEqual(
    findings.map(({ field, rule, message }) => `${rule} ${field}: ${message}`),
    [
      'type colour: is not a field of the contract',
      'type name: must be there',
      'type born: (masked) must be a date that exists, such as 2026-03-31',
      'type addresses[0].lines: (masked) must be a list',
      'type addresses[1]: "nowhere" must be an object',
      'type credit_limit: "12.345" must be a decimal with at most 10 digits before and 2 behind the point, such as "12.5"',
      'schema:customer_id customer_id: "" must not be empty',
      'schema:email email: (masked) must be an e-mail address, such as ann@example.org',
      'schema:addresses[].city addresses[0].city: "" must not be empty'
    ]
  )
})

test('a rule that blocks does so for what cannot be read otherwise, too', () => {
  const { outcome, findings } = inputJudgeOf(userRegistrations, options)({ ...registration, age: 12, user_id: 7 })
  assert.equal(outcome, 'block')
  assert.deepEqual(
    findings.map(({ rule, value }) => [rule, value]),
    [
      ['type', '(masked)'],
      ['schema:age', '(masked)']
    ]
  )
})

test('no number loses a digit', () => {
  const read = recordReaderOf({
    type: 'record',
    name: 'R',
    fields: [
      { name: 'a', type: 'long' },
      { name: 'b', type: 'int' }
    ]
  })
  assert.deepEqual(read({ a: '9223372036854775807', b: 1 }).record, { a: 2n ** 63n - 1n, b: 1 })
  for (const a of ['9223372036854775808', 2 ** 53, 1.5, '1.0', '', true])
    assert.equal(read({ a, b: 1 }).violations.length, 1, String(a))
  for (const b of [2 ** 31, '2147483648', -(2 ** 31) - 1]) assert.equal(read({ a: 1, b }).violations.length, 1)
})

test('a decimal default is read from its bytes, a record from its fields', () => {
  const amount = { type: 'bytes', logicalType: 'decimal', precision: 9, scale: 2 }
  const place = {
    type: 'record',
    name: 'P',
    fields: [
      { name: 'city', type: 'string' },
      { name: 'n', type: 'long', default: 7 }
    ]
  }
  const fields = [
    { name: 'amount', type: amount, default: '\u00ff\u0001' },
    { name: 'place', type: place, default: { city: 'Lyon' } },
    { name: 'list', type: { type: 'array', items: 'long' }, default: [1] }
  ]
  assert.deepEqual(recordReaderOf({ type: 'record', name: 'R', fields })({}).record, {
    amount: -255n,
    place: { city: 'Lyon', n: 7n },
    list: [1n]
  })
})

test('nothing that comes in makes it throw, and no password comes out', () => {
  const judge = inputJudgeOf(userRegistrations, options)
  const field = fc.anything({ withBigInt: true, withDate: true, maxDepth: 2 })
  fc.assert(
    fc.property(
      fc.anything({ maxDepth: 1 }),
      fc.dictionary(fc.constantFrom(...Object.keys(registration), 'x'), field),
      (any, fields) => {
        judge(any)
        const judged = judge({ ...fields, password: 'correct horse battery' })
        assert.ok(!inspect(judged, { depth: null }).includes('battery'))
      }
    )
  )
})
