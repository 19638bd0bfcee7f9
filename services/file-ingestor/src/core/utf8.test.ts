import assert from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import { test } from 'node:test'
import fc from 'fast-check'
import { incompleteTail } from './utf8.ts'

test('a text cut anywhere is valid up to the incomplete tail', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (text, where) => {
        const bytes = Buffer.from(text)
        const chunk = bytes.subarray(0, Math.floor(where * bytes.length))
        const whole = chunk.subarray(0, chunk.length - incompleteTail(chunk))
        assert.ok(isUtf8(whole))
        assert.ok(text.startsWith(whole.toString()))
      }
    )
  )
})
