import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import fc from 'fast-check'
import { encodeRecord, type BatchedRecord } from './record.ts'

type Encode = (record: BatchedRecord) => { readonly buffer: Buffer }
/** kafkajs' own: nothing here loads what replaces it. */
const kafkajsRecord = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/record/v0') as Encode

const bytes = fc
  .oneof(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ minLength: 8_000, maxLength: 20_000, size: 'max' }))
  .map((array) => Buffer.from(array))

const record: fc.Arbitrary<BatchedRecord> = fc.record({
  offsetDelta: fc.oneof(fc.nat({ max: 300 }), fc.nat()),
  timestampDelta: fc.oneof(fc.constant(0), fc.nat({ max: 300 }), fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', maxLength: 100 }))
})

test('a record has the bytes that kafkajs gives it', () => {
  fc.assert(
    fc.property(record, (one) => {
      assert.deepEqual(encodeRecord(one), kafkajsRecord(one).buffer)
    })
  )
})

test('a record without headers has the bytes that kafkajs gives it', () => {
  const one = { offsetDelta: 64, timestampDelta: 0, key: null, value: Buffer.from('value') }
  assert.deepEqual(encodeRecord(one), kafkajsRecord(one).buffer)
})
