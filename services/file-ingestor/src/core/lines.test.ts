import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { LineFramer } from './lines.ts'
import { MAX_RECORD_SIZE, type Frame } from './record.ts'

function frame(chunks: readonly string[]): Frame[] {
  const frames: Frame[] = []
  const framer = new LineFramer()
  for (const chunk of chunks) framer.push(Buffer.from(chunk), frames)
  framer.end(frames)
  return frames
}

describe('LineFramer', () => {
  it('finds the lines that split finds, with their numbers, wherever chunks end', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r', 'ä'), maxLength: 6 })), (chunks) => {
        const expected = chunks
          .join('')
          .split('\n')
          .map((text, index) => ({ text, position: `line ${index + 1}` }))
          .filter(({ text }) => text.trim() !== '')
          .map(({ text, position }, index) => ({ text, position, number: index + 1 }))
        const found = frame(chunks).map(({ bytes, position, number }) => ({ text: bytes.toString(), position, number }))
        assert.deepEqual(found, expected)
      })
    )
  })

  it('keeps no more than the largest record of a line that never ends', () => {
    const [line] = frame(Array.from({ length: 100 }, () => 'x'.repeat(10_000)))
    assert.equal(line?.tooLong, true)
    assert.equal(line.bytes.length, MAX_RECORD_SIZE)
  })
})
