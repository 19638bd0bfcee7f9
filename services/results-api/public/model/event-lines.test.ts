import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EventLines } from './event-lines.ts'

const STREAM = 'retry: 2000\n\nid: 1.5\nevent: revision\ndata: {"a":1}\n\n: still here\n\ndata: x\n\n'

test('events are the same however the stream is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(STREAM.length)), (cuts) => {
      const lines = new EventLines()
      const ends = [...cuts.toSorted((a, b) => a - b), STREAM.length]
      const events = ends.flatMap((end, i) => lines.read(STREAM.slice(ends[i - 1] ?? 0, end)))
      assert.deepEqual(events, [
        { type: 'revision', id: '1.5', data: '{"a":1}' },
        { type: 'message', id: '', data: 'x' }
      ])
    })
  )
})
