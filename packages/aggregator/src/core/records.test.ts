import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { byCity, inOrder, type Contribution } from '@sales-pipeline/sales-aggregation'
import { ByteReader, ByteWriter } from './bytes.ts'
import { LayoutCodec } from './layout-codec.ts'
import { contributionRecord, groupRecord, metaRecord, restEntry } from './records.ts'

const text = fc.string({ unit: 'binary', maxLength: 300 }).filter((value) => value.isWellFormed())
const amount = fc.oneof(
  fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }),
  fc.bigInt({ min: -(2n ** 47n) - 2n, max: 2n ** 47n + 2n }),
  fc.bigInt({ min: -9n, max: 9n })
)
const int48 = fc.integer({ min: -(2 ** 47) + 1, max: 2 ** 47 - 1 })
const offset = fc.integer({ min: 0, max: 2 ** 47 - 1 })
const bytes = fc.uint8Array({ maxLength: 100 }).map((value) => Buffer.from(value))
const group = fc.integer({ min: 1, max: 2 ** 32 - 1 })
const contribution = fc.record({ saleId: text, group, rank: amount, amount, shown: bytes }, { noNullPrototype: true })

function stored(writer: ByteWriter, one: Contribution<Buffer>): Buffer {
  contributionRecord.begin(writer, one)
  return writer.lastBytes(one.shown).take()
}

describe('what is stored is read back as it was', () => {
  test('contributions', () => {
    const writer = new ByteWriter()
    fc.assert(
      fc.property(contribution, (one) => {
        const record = stored(writer, one)
        assert.deepEqual(contributionRecord.read(one.saleId, record), { ...one, shown: record })
        assert.deepEqual(contributionRecord.shown(record).lastBytes(), one.shown)
      })
    )
  })

  test('groups, of totals up to 38 digits', () => {
    const total = fc.bigInt({ min: -(10n ** 38n), max: 10n ** 38n })
    const state = fc.record({ total, count: offset, leaders: fc.array(contribution, { maxLength: 12 }) })
    fc.assert(
      fc.property(bytes, int48, state, (key, changedAt, { total: sum, count, leaders: some }) => {
        const writer = new ByteWriter()
        const leaders = some.map((one) => ({ ...one, shown: stored(writer, one) }))
        const record = { key, changedAt, state: { total: sum, count, leaders } }
        const written = groupRecord.write(writer, record)
        assert.deepEqual(groupRecord.read(written), record)
        assert.equal(groupRecord.changedAt(written), changedAt)
      }),
      { numRuns: 50 }
    )
  })

  test('where a shard stands', () => {
    const meta = fc.record(
      {
        settings: text,
        generation: offset,
        nextOffset: offset,
        publishedThrough: offset,
        outputEnd: offset,
        asOf: offset,
        nextGroupId: group
      },
      { noNullPrototype: true }
    )
    fc.assert(
      fc.property(meta, (one) => {
        assert.deepEqual(metaRecord.read(metaRecord.write(new ByteWriter(), one)), one)
      })
    )
  })

  test('the fields of a layout, null included', () => {
    const codec = new LayoutCodec(byCity({ largestSales: 1 }).shownLayout)
    const fields = { sold_at: int48, salesman_id: text, salesman_name: text, product: fc.option(text) }
    const shown = fc.record(fields, { noNullPrototype: true })
    fc.assert(
      fc.property(shown, (one) => {
        const writer = new ByteWriter()
        codec.write(writer, one)
        assert.deepEqual(codec.read(new ByteReader(writer.take())), one)
      })
    )
  })
})

test('the bytes of the rest stand in the order of its contributions', () => {
  const writer = new ByteWriter()
  fc.assert(
    fc.property(contribution, contribution, (a, b) => {
      const order = Buffer.compare(restEntry.write(writer, a), restEntry.write(writer, b))
      assert.equal(order, Math.sign(inOrder(a, b)))
      assert.equal(restEntry.saleId(restEntry.write(writer, a)), a.saleId)
    })
  )
})

test('values taken keep their bytes while more is written, until the reset', () => {
  const writer = new ByteWriter()
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40_000 }), { maxLength: 30 }), (values) => {
      writer.reset()
      const taken = values.map((value) => writer.lastBytes(value).take())
      taken.forEach((value, at) => {
        assert.deepEqual(new Uint8Array(value), values[at])
      })
    }),
    { numRuns: 30 }
  )
})
