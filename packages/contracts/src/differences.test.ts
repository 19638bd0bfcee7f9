import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allTopics, describeDifferences, describeReinterpretations, type AvroJson } from './index.ts'

const record = (...fields: object[]): AvroJson => ({ type: 'record', name: 'R', fields })

test('a schema does not differ from itself', () => {
  for (const { value } of allTopics) assert.deepEqual(describeDifferences(value.schema, value.schema), [])
})

test('each difference names its field', () => {
  const ours = record(
    { name: 'id', type: 'string' },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 19, scale: 4 } },
    {
      name: 'place',
      type: { type: 'record', name: 'Place', fields: [{ name: 'region', type: 'string', default: '' }] }
    },
    { name: 'fresh', type: 'int' }
  )
  const theirs = record(
    { name: 'id', type: 'string' },
    { name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 19, scale: 2 } },
    { name: 'place', type: { type: 'record', name: 'Place', fields: [{ name: 'region', type: ['null', 'string'] }] } },
    { name: 'gone', type: 'int' }
  )
  assert.deepEqual(describeDifferences(ours, theirs), [
    'amount: decimal(19,4) here, decimal(19,2) in the registry',
    'place.region: string here, null | string in the registry',
    'place.region: default "" here, none in the registry',
    'fresh: missing in the registry',
    'gone: missing here'
  ])
})

test('another scale over the same bytes is a reinterpretation, another field is not', () => {
  const amount = (scale: number): AvroJson =>
    record({ name: 'amount', type: ['null', { type: 'bytes', logicalType: 'decimal', precision: 19, scale }] })
  assert.deepEqual(describeReinterpretations(amount(4), amount(2)), [
    'amount: null | decimal(19,4) here, null | decimal(19,2) in the registry'
  ])
  assert.deepEqual(describeReinterpretations(amount(4), record({ name: 'id', type: 'string' })), [])
})
