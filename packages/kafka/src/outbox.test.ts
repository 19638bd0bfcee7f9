import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Outbox } from './outbox.ts'
import type { OutgoingRecord } from './topic.ts'

const record = (id: number): OutgoingRecord => ({ topic: 't', key: null, value: Buffer.from(String(id)) })
const idOf = ({ value }: OutgoingRecord) => Number(value?.toString())

function recorder() {
  const events: string[] = []
  const sent: number[] = []
  return {
    events,
    sent,
    send: (records: readonly OutgoingRecord[]) => {
      sent.push(...records.map(idOf))
      events.push(`sent ${sent.length}`)
      return Promise.resolve(new Map())
    }
  }
}

test('everything is sent in order and acknowledged only behind its records', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(4), { maxLength: 40 }),
      fc.integer({ min: 1, max: 6 }),
      async (sizes, maxRecords) => {
        const producer = recorder()
        const acknowledged: number[] = []
        const outbox = new Outbox<number>(producer, {
          maxRecords,
          acknowledged: (position) => {
            assert.ok(producer.sent.length >= position)
            acknowledged.push(position)
          }
        })
        let next = 0
        for (const size of sizes) {
          const records = Array.from({ length: size }, () => record(next++))
          await outbox.put(records, next)
        }
        await outbox.flush()
        assert.deepEqual(
          producer.sent,
          Array.from({ length: next }, (_, id) => id)
        )
        assert.deepEqual(
          acknowledged,
          acknowledged.toSorted((a, b) => a - b)
        )
        if (sizes.length > 0) assert.equal(acknowledged.at(-1), next)
      }
    )
  )
})

test('put waits while a full batch stands behind the one in flight', async () => {
  const gate = Promise.withResolvers<Map<string, Map<number, bigint>>>()
  const outbox = new Outbox<number>({ send: () => gate.promise }, { maxRecords: 1, acknowledged: () => undefined })
  await outbox.put([record(0)], 0)
  let room = false
  const second = outbox.put([record(1)], 1).then(() => (room = true))
  await new Promise(setImmediate)
  assert.equal(room, false)
  gate.resolve(new Map())
  await second
  await outbox.flush()
})

test('a position without records is acknowledged too', async () => {
  const producer = recorder()
  const positions: number[] = []
  const outbox = new Outbox<number>(producer, { acknowledged: (position) => void positions.push(position) })
  await outbox.put([], 7)
  await outbox.flush()
  assert.deepEqual(positions, [7])
})

test('a failed send reaches put, flush and failed; nothing behind it is acknowledged', async () => {
  const positions: number[] = []
  const refusal = new Error('refused')
  const outbox = new Outbox<number>(
    { send: () => Promise.reject(refusal) },
    { acknowledged: (p) => void positions.push(p) }
  )
  await outbox.put([record(0)], 0)
  await assert.rejects(outbox.flush(), refusal)
  await assert.rejects(outbox.put([record(1)], 1), refusal)
  await assert.rejects(outbox.failed, refusal)
  assert.deepEqual(positions, [])
})
