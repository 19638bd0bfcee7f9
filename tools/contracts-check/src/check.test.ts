import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkContracts, type Contracts, type StreamContract } from './check.ts'

const record = (...fields: object[]) => ({ type: 'record', name: 'R', fields })
const amount = { name: 'amount', type: 'long' }

const before: StreamContract = { compatibility: 'FULL_TRANSITIVE', key: 'string', value: record(amount) }
const sales = (contract: StreamContract): Contracts => new Map([['sales', contract]])
const check = (next: Contracts) => checkContracts(next, sales(before), 'in main')

test('the same contracts, documented better, and a new stream beside them are compatible', () => {
  const documented = record({ ...amount, doc: 'What was paid' })
  assert.deepEqual(check(new Map([...sales({ ...before, value: documented }), ['refunds', before]])), [])
})

test('an incompatible value is named with its stream, its promise and its field', () => {
  assert.deepEqual(check(sales({ ...before, value: record(amount, { name: 'channel', type: 'string' }) })), [
    'sales value must stay FULL_TRANSITIVE: channel: missing in main (records written before cannot be read)'
  ])
})

test('the promise that counts is the one that readers rely on: to take it back and to break it at once does not pass', () => {
  assert.equal(check(sales({ ...before, compatibility: 'NONE', value: record() })).length, 1)
})

test('a key never changes', () => {
  assert.deepEqual(check(sales({ ...before, key: 'bytes' })), [
    'sales key must not change: the schema: bytes here, string in main'
  ])
  assert.deepEqual(check(sales({ ...before, key: null })), ['sales key: missing here'])
})

test('a stream does not vanish', () => {
  assert.deepEqual(check(new Map()), ['sales: the stream is gone, and with it what its readers rely on'])
})
