import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readLetterCursor, writeLetterCursor } from './dead-letters.ts'
import { readParts, writeParts } from './opaque-cursor.ts'

test('a cursor comes back as it was; anything else is none', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer())), (parts) => {
      assert.deepEqual(readParts(writeParts(parts)), parts)
    })
  )
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.equal(readLetterCursor(text), undefined)
    })
  )
})

test('so does the place of a dead letter', () => {
  const cursor = { refusedAt: new Date(1_700_000_000_123), service: 'file-ingestor', partition: 0, offset: 77n }
  assert.deepEqual(readLetterCursor(writeLetterCursor(cursor)), cursor)
  for (const wrong of [
    ['2004-02-30T99:00:00.000Z', 'x', 0, '1'],
    ['2004-02-03T00:00:00.000Z', '\0', 0, '1'],
    ['2004-02-03T00:00:00.000Z', 'x', -1, '1'],
    ['2004-02-03T00:00:00.000Z', 'x', 0, '99999999999999999999'],
    ['2004-02-03T00:00:00.000Z', 'x', 0, '1', 'more']
  ])
    assert.equal(readLetterCursor(writeParts(wrong)), undefined, String(wrong))
})
