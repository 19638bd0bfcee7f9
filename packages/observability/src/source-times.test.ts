import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sourceTimesHeaders, sourceTimesOf, spanning, type SourceTimes } from './source-times.ts'

const times = fc
  .tuple(fc.nat(), fc.nat())
  .map(([a, b]): SourceTimes => ({ oldest: Math.min(a, b), newest: Math.max(a, b) }))

/** As Kafka hands them over. */
function asReceived(headers: Readonly<Record<string, string>>): Record<string, Buffer> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]))
}

test('what is sent is received, once for each that differs', () => {
  fc.assert(
    fc.property(fc.array(times), (sent) => {
      const received = sourceTimesOf(sent.flatMap((one) => [asReceived(sourceTimesHeaders(one)), undefined]))
      assert.deepEqual(
        new Set(received.map((one) => JSON.stringify(one))),
        new Set(sent.map((one) => JSON.stringify(one)))
      )
      assert.equal(received.length, new Set(sent.map((one) => JSON.stringify(one))).size)
    })
  )
})

test('times of several batches span from the oldest to the newest', () => {
  fc.assert(
    fc.property(fc.array(times), (several) => {
      const all = several.reduce<SourceTimes | undefined>(spanning, undefined)
      assert.equal(all?.oldest, several.length === 0 ? undefined : Math.min(...several.map(({ oldest }) => oldest)))
      assert.equal(all?.newest, several.length === 0 ? undefined : Math.max(...several.map(({ newest }) => newest)))
    })
  )
})

test('a header that is none of ours says nothing', () => {
  for (const text of ['', '1', '1 x', '-1 2', `${'9'.repeat(16)} 1`])
    assert.deepEqual(sourceTimesOf([{ 'source-times': Buffer.from(text) }]), [])
})
