import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clickEvents, customers, recordReaderOf, recordWriterOf, transactions, type Topic } from '../index.ts'

const date = fc.integer({ min: -10_000, max: 40_000 })
const time = fc.integer({ min: 0, max: 4_000_000_000_000 })

const records: readonly (readonly [Topic<string, object>, fc.Arbitrary<object>])[] = [
  [
    transactions,
    fc.record({
      transaction_id: fc.uuid(),
      account_number: fc.string(),
      amount: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
      currency: fc.string(),
      timestamp: time,
      value_date: date,
      kind: fc.constantFrom('DEBIT', 'OTHER'),
      reverses: fc.option(fc.uuid()),
      digest: fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes)))
    })
  ],
  [
    clickEvents,
    fc.record({
      email: fc.string(),
      timestamp: time,
      uri: fc.string(),
      number: fc.integer(),
      attributes: fc.dictionary(fc.string(), fc.record({ element: fc.string(), content: fc.string() })),
      value: fc.oneof(fc.constant(null), fc.boolean(), fc.integer().map(BigInt), fc.constant(1.5), fc.string()),
      path: fc.array(fc.string())
    })
  ],
  [
    customers,
    fc.record({
      customer_id: fc.string(),
      name: fc.string(),
      ...{ born: fc.option(date), job: fc.option(fc.string()), email: fc.constant(null), phone: fc.constant(null) },
      addresses: fc.array(
        fc.record({
          use: fc.constantFrom('HOME', 'WORK'),
          lines: fc.array(fc.string()),
          ...{ postal_code: fc.string(), city: fc.string(), country: fc.string() }
        })
      ),
      since: date,
      credit_limit: fc.option(fc.bigInt({ min: 0n, max: 10n ** 11n })),
      identifiers: fc.dictionary(fc.string(), fc.string())
    })
  ]
]

for (const [topic, arbitrary] of records) {
  test(`what is written of ${topic.name} is read as the same, through the text of JSON`, () => {
    const [write, read] = [recordWriterOf(topic.value.schema), recordReaderOf(topic.value.schema)]
    fc.assert(
      fc.property(arbitrary, (record) => {
        const again = read(JSON.parse(JSON.stringify(write(record))))
        assert.deepEqual(again, { record: plain(record), violations: [] })
      })
    )
  })
}

/** fast-check makes objects without a prototype; buffers stay what they are. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]))
}
