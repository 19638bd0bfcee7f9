import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatLsn, parseLsn } from './lsn.ts'

test("an LSN is read and written in Postgres' own form", () => {
  assert.equal(parseLsn('16/B374D848'), 0x16_b374_d848n)
  assert.equal(formatLsn(0x16_b374_d848n), '16/B374D848')
  assert.equal(formatLsn(0n), '0/0')
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (lsn) => {
      assert.equal(parseLsn(formatLsn(lsn)), lsn)
    })
  )
})

test('what is no LSN is refused', () => {
  for (const text of ['', '16', '16/', '/1', '1/G', '1/2/3']) assert.throws(() => parseLsn(text), RangeError)
})
