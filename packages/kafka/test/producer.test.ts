import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deadLetters } from '@sales-pipeline/contracts'
import { deadLetterRecord } from '../src/index.ts'
import { openKafka } from './open.ts'

test('more than a broker takes for one partition at once is sent in parts, in order', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(deadLetters('file-ingestor'))
  const letters = Array.from({ length: 6_000 }, (_, line) =>
    deadLetterRecord(topic, 'file-ingestor', {
      origin: { system: 'file', dataset: 'a.csv', position: `line ${line}` },
      code: 'ROW_INVALID',
      message: 'x',
      original: Buffer.alloc(500),
      contentType: 'text/csv'
    })
  )
  const producer = kafka.producer()
  await producer.send(letters)
  await producer.disconnect()
  const positions: string[] = []
  await kafka.readPartition(topic, 0, async (messages) => {
    for (const record of await topic.decode(messages)) {
      assert.ok(record.failure === undefined && record.value !== null)
      positions.push(record.value.origin.position)
    }
  })
  assert.deepEqual(
    positions,
    letters.map((_, line) => `line ${line}`)
  )
})
