import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allTopics, type AvroJson, type Compatibility } from '@sales-pipeline/contracts'
import { incompatibilities } from './compatibility.ts'

const record = (...fields: object[]): AvroJson => ({ type: 'record', name: 'R', fields })
const id = { name: 'id', type: 'string' }
const required = { name: 'channel', type: 'string' }
const optional = { name: 'channel', type: ['null', 'string'], default: null }
const place = (...fields: object[]) => ({ name: 'place', type: { type: 'record', name: 'Place', fields } })
const op = (...symbols: string[]) => ({ name: 'op', type: { type: 'enum', name: 'Op', symbols } })
const list = (items: unknown) => ({ name: 'list', type: { type: 'array', items } })

const OLD = 'records written before cannot be read'
const NEW = 'readers of before cannot read new records'

const cases: readonly [string, Compatibility, AvroJson, AvroJson, string[]][] = [
  ['a required field, added', 'BACKWARD', record(id, required), record(id), [`channel: missing in main (${OLD})`]],
  ['a required field, added', 'FORWARD_TRANSITIVE', record(id, required), record(id), []],
  ['a required field, removed', 'FULL', record(id), record(id, required), [`channel: missing here (${NEW})`]],
  ['a required field, removed', 'BACKWARD_TRANSITIVE', record(id), record(id, required), []],
  ['an optional field, added', 'FULL_TRANSITIVE', record(id, optional), record(id), []],
  ['an optional field, removed', 'FULL_TRANSITIVE', record(id), record(id, optional), []],
  ['anything at all', 'NONE', record(required), record(id), []],
  [
    'a field of a record in a record',
    'FULL',
    record(id, place(required)),
    record(id, place(id)),
    [`place.channel: missing in main (${OLD})`, `place.id: missing here (${NEW})`]
  ],
  [
    'an enum with a new symbol',
    'FULL',
    record(op('c', 'd')),
    record(op('c')),
    [`op: enum(c, d) here, enum(c) in main (${NEW})`]
  ],
  [
    'a narrower type in a list',
    'BACKWARD',
    record(list('int')),
    record(list('long')),
    [`list.[]: int here, long in main (${OLD})`]
  ],
  [
    'a union that loses a branch',
    'BACKWARD',
    record({ ...optional, type: 'string', default: '' }),
    record(optional),
    [`channel: string here, null | string in main (${OLD})`]
  ]
]

for (const [what, mode, next, before, expected] of cases) {
  test(`${mode}: ${what}${expected.length === 0 ? ' is compatible' : ' names its field'}`, () => {
    assert.deepEqual(incompatibilities(mode, next, before, 'in main'), expected)
  })
}

test('what breaks both ways is one line', () => {
  const amount = (scale: number) =>
    record({ name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 19, scale } })
  assert.deepEqual(incompatibilities('FULL', amount(4), amount(2), 'in main'), [
    `amount: decimal(19,4) here, decimal(19,2) in main (${OLD}; ${NEW}; bytes get another meaning)`
  ])
})

test('bytes get no other meaning, whatever the mode', () => {
  const time = (logicalType: string) => record({ name: 'at', type: { type: 'long', logicalType } })
  const line = 'at: timestamp-millis (long) here, timestamp-micros (long) in main (bytes get another meaning)'
  for (const mode of ['NONE', 'BACKWARD', 'FULL_TRANSITIVE'] as const)
    assert.deepEqual(incompatibilities(mode, time('timestamp-millis'), time('timestamp-micros'), 'in main'), [line])
})

test('every contract is compatible with itself', () => {
  for (const { value } of allTopics)
    assert.deepEqual(incompatibilities('FULL_TRANSITIVE', value.schema, value.schema, 'in main'), [])
})
