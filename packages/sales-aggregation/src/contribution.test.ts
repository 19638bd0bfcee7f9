import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compareCodePoints, inOrder } from './contribution.ts'

const text = fc.string({ unit: 'binary' })

test('sale ids are ordered as their UTF-8 bytes are', () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      assert.equal(Math.sign(compareCodePoints(a, b)), Buffer.compare(Buffer.from(a), Buffer.from(b)))
    })
  )
})

test('the higher rank leads; of equal ranks the smaller sale id', () => {
  const contribution = (saleId: string, rank: bigint) => ({ saleId, rank, group: 1, amount: 0n, shown: null })
  const ordered = [contribution('b', 7n), contribution('a', 3n), contribution('c', 3n), contribution('a', -1n)]
  assert.deepEqual(ordered.toReversed().sort(inOrder), ordered)
})
