import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LONGEST_CURSOR, readCursor, writeCursor, type Cursor } from './cursor.ts'

const counter = fc.integer({ min: 1, max: 1_000_000 })
const name = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0'))
const cursor = fc
  .record({
    rank: counter,
    beyond: fc.nat(1000),
    count: counter,
    units: fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    names: fc.array(name)
  })
  .map(({ rank, beyond, count, units, names }): Cursor => ({
    ...{ rank, place: rank + beyond, count, names },
    total: `${units}.25`
  }))

test('what was written is read again', () => {
  fc.assert(
    fc.property(cursor, (one) => {
      assert.deepEqual(readCursor(writeCursor(one), one.names.length), one)
    })
  )
})

test('the longest names of the world fit', () => {
  const names = Array.from({ length: 3 }, () => '東'.repeat(200))
  const text = writeCursor({ place: 5e9, rank: 5e9, total: '1'.repeat(40), count: 5e9, names })
  assert.ok(text.length <= LONGEST_CURSOR)
  assert.ok(readCursor(text, 3))
})

test('anything else is refused, and never thrown at', () => {
  const json = fc.json().map((text) => Buffer.from(text).toString('base64url'))
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.base64String(), json), fc.nat(4), (text, names) => {
      const read = readCursor(text, names)
      assert.ok(read === undefined || read.names.length === names)
    })
  )
  const good = [1, 1, '5', 1, 'a']
  const wrong = [
    [0, 1, '5', 1, 'a'],
    [1, 2, '5', 1, 'a'],
    [1, 1, '1e9', 1, 'a'],
    [1, 1, 5, 1, 'a'],
    [1, 1, '5', 1.5, 'a']
  ]
  const text = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  assert.ok(readCursor(text(good), 1))
  for (const parts of [...wrong, [1, 1, '5', 1, 'a\0'], [1, 1, '5', 1], [...good, 'b'], {}, null]) {
    assert.equal(readCursor(text(parts), 1), undefined)
  }
})
