import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ArrayFramer } from './json-array.ts'
import { MAX_RECORD_SIZE, type Frame } from './record.ts'

/** Feeds a text in pieces, cut anywhere, a character's bytes included. */
function frame(text: string, cuts: readonly number[] = []): Frame[] {
  const bytes = Buffer.from(text)
  const frames: Frame[] = []
  const framer = new ArrayFramer()
  let start = 0
  for (const cut of [...cuts.map((share) => Math.floor(share * bytes.length)).sort((a, b) => a - b), bytes.length]) {
    framer.push(bytes.subarray(start, cut), frames)
    start = cut
  }
  framer.end()
  return frames
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 })

describe('ArrayFramer', () => {
  it('finds the elements that JSON.parse finds, wherever chunks end and however the text is indented', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), fc.nat({ max: 3 }), cuts, (values, indent, where) => {
        const frames = frame(` ${JSON.stringify(values, null, indent)}\r\n`, where)
        const parsed = frames.map(({ bytes }) => JSON.parse(bytes.toString()) as unknown)
        assert.deepEqual(parsed, JSON.parse(JSON.stringify(values)))
        assert.deepEqual(
          frames.map(({ number, position }) => [number, position]),
          values.map((_, index) => [index + 1, `element ${index + 1}`])
        )
      })
    )
  })

  it('accepts an array exactly where JSON.parse does, given elements that are JSON', () => {
    const piece = fc.constantFrom('[', ']', ',', ' ', '\n', '{"a":"],["}', '"\\""', '1')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), cuts, (pieces, where) => {
        const text = `[${pieces.join('')}`
        const verdict = (read: () => unknown): boolean => {
          try {
            read()
            return true
          } catch {
            return false
          }
        }
        const ours = verdict(() => {
          for (const { bytes } of frame(text, where)) JSON.parse(bytes.toString())
        })
        assert.equal(
          ours,
          verdict(() => JSON.parse(text)),
          text
        )
      }),
      { numRuns: 2000 }
    )
  })

  it('names the place of a break and hands out what was before it', () => {
    const frames: Frame[] = []
    const framer = new ArrayFramer()
    assert.throws(
      () => {
        framer.push(Buffer.from('[{"a":1}, {"a":2},, {"a":3}]'), frames)
      },
      { code: 'FILE_JSON_SYNTAX', message: /byte 18, after 2 elements: expected an element/ }
    )
    assert.equal(frames.length, 2)
  })

  it('says that a file was truncated', () => {
    for (const text of ['[', '[{"a":1}', '[{"a":1},', '[{"a":"', '[{"a":1]']) {
      assert.throws(() => frame(text), { code: 'FILE_JSON_SYNTAX', message: /truncated/ }, text)
    }
  })

  it('holds no more than the largest record, and goes on behind a longer one', () => {
    const [huge, next] = frame(`["${'x'.repeat(1_000_000)}",{"a":1}]`, [0.1, 0.2, 0.5])
    assert.equal(huge?.tooLong, true)
    assert.equal(huge.bytes.length, MAX_RECORD_SIZE)
    assert.equal(next?.bytes.toString(), '{"a":1}')
  })
})
