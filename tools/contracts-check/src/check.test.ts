import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkContracts, type Contracts, type StreamContract } from './check.ts'
import { reportOf } from './report.ts'

const record = (...fields: object[]) => ({ type: 'record', name: 'R', fields })
const amount = { name: 'amount', type: 'long' }
const channel = { name: 'channel', type: 'string' }

const before: StreamContract = { compatibility: 'FULL_TRANSITIVE', key: 'string', values: [record(amount)] }
const sales = (change: Partial<StreamContract>): Contracts => new Map([['sales', { ...before, ...change }]])
const check = (next: Contracts) => checkContracts(next, sales({}), 'in main')

test('the same contracts, documented better, and a new stream beside them are compatible', () => {
  const documented = record({ ...amount, doc: 'What was paid' })
  const now = new Map([...sales({ values: [documented] }), ['refunds', before] as const])
  assert.deepEqual(check(now), { changed: [], problems: [] })
})

test('an incompatible value is named with its stream, its promise and its field', () => {
  assert.deepEqual(check(sales({ values: [record(amount, channel)] })).problems, [
    'sales value must stay FULL_TRANSITIVE: new consumers cannot read records written before: channel: not written, and without a default'
  ])
})

test('a changed value is reported in every mode, with who goes first and the nearest change', () => {
  const { changed } = check(sales({ values: [record({ ...amount, type: 'double' }, channel)] }))
  assert.deepEqual(changed.map(reportOf), [
    `sales value changes; it promises FULL_TRANSITIVE
  BACKWARD             no: new consumers cannot read records written before: channel: not written, and without a default
  BACKWARD_TRANSITIVE  no: new consumers cannot read records written before: channel: not written, and without a default
  FORWARD              no: consumers of before cannot read new records: amount: double is not read as long
  FORWARD_TRANSITIVE   no: consumers of before cannot read new records: amount: double is not read as long
  FULL                 no: new consumers cannot read records written before: channel: not written, and without a default
                       no: consumers of before cannot read new records: amount: double is not read as long
  FULL_TRANSITIVE      no: new consumers cannot read records written before: channel: not written, and without a default
                       no: consumers of before cannot read new records: amount: double is not read as long
  NONE                 yes
  upgrade: not on this topic
  nearest: channel: make it ["null","string"] with "default": null
           amount: keep "long", and put what is new into a field of its own beside it`
  ])
})

test('who goes first', () => {
  const orderOf = (next: object) => check(sales({ values: [next as never] })).changed[0]?.evolution.order
  assert.equal(orderOf(record(amount, { ...channel, default: '' })), 'any order')
  assert.equal(orderOf(record({ ...amount, type: 'double' })), 'consumers first')
  assert.equal(orderOf(record({ ...amount, type: 'int' })), 'producers first')
})

test('the promise that counts is the one that readers rely on: to take it back and to break it at once does not pass', () => {
  assert.equal(check(sales({ compatibility: 'NONE', values: [record()] })).problems.length, 1)
})

test('bytes get no other meaning, whatever the promise', () => {
  const at = (logicalType: string) => ({
    values: [record({ name: 'at', type: { type: 'long', logicalType } })] as const
  })
  const [old, next] = [sales({ compatibility: 'NONE', ...at('timestamp-micros') }), sales(at('timestamp-millis'))]
  const { problems, changed } = checkContracts(next, old, 'in main')
  assert.deepEqual(problems, [
    'sales value: bytes get another meaning: at: timestamp-millis (long) here, timestamp-micros (long) in main'
  ])
  assert.equal(changed[0]?.evolution.order, 'not on this topic')
})

test('a key never changes', () => {
  assert.deepEqual(check(sales({ key: 'bytes' })).problems, [
    'sales key must not change: the schema: bytes here, string in main'
  ])
  assert.deepEqual(check(sales({ key: null })).problems, ['sales key: missing here'])
})

test('a stream does not vanish', () => {
  assert.deepEqual(check(new Map()).problems, ['sales: the stream is gone, and with it what its readers rely on'])
})
