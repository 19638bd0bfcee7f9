import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  MongoBulkWriteError,
  MongoNetworkTimeoutError,
  MongoServerError,
  type BulkWriteResult,
  type WriteError
} from 'mongodb'
import { isOutage, unlessDuplicate } from './mongodb.ts'

const NOTHING = {} as unknown as BulkWriteResult

function refusedWrites(...codes: number[]) {
  const writeErrors = codes.map((code) => ({ code })) as unknown as WriteError[]
  return new MongoBulkWriteError({ message: 'refused', code: codes[0] ?? 0, writeErrors }, NOTHING)
}

test('a server that does not answer is an outage, also where a bulk write wraps it; a refusal is none', () => {
  const timeout = new MongoNetworkTimeoutError('timed out')
  assert.ok(isOutage(timeout))
  assert.ok(isOutage(new MongoBulkWriteError(timeout, NOTHING)))
  assert.ok(!isOutage(new MongoServerError({ message: 'not authorized', code: 13 })))
  assert.ok(!isOutage(refusedWrites(121)))
  assert.ok(!isOutage(new Error('a mistake of ours')))
})

test('only duplicates are passed over, never what failed beside them', async () => {
  const passedOver: unknown = await unlessDuplicate(Promise.reject<unknown>(refusedWrites(11_000, 11_000)))
  assert.equal(passedOver, undefined)
  await assert.rejects(unlessDuplicate(Promise.reject(refusedWrites(11_000, 121))), /refused/)
  assert.equal(await unlessDuplicate(Promise.resolve(1)), 1)
})
