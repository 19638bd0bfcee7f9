import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IHeaders, KafkaMessage } from 'kafkajs'
import { deadLetters, sales } from '@sales-pipeline/contracts'
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

test('keys, values, tombstones and headers arrive as they were sent, each partition in order', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(sales)
  const records = Array.from({ length: 3_000 }, (_, number) => ({
    topic: topic.name,
    key: Buffer.from(`key ${number}`),
    value: number % 7 === 0 ? null : Buffer.alloc((number * 31) % 700, number),
    headers: number % 3 === 0 ? { traceparent: `00-${number}`, 'naïve ☂': '☀' } : {},
    partition: number % 2
  }))
  const producer = kafka.producer()
  await producer.send(records)
  await producer.disconnect()
  for (const partition of [0, 1]) {
    const arrived: KafkaMessage[] = []
    await kafka.readPartition(topic, partition, (messages) => {
      arrived.push(...messages)
      return Promise.resolve()
    })
    const sent = records.filter((record) => record.partition === partition)
    assert.deepEqual(
      arrived.map(({ key, value, headers }) => ({ key, value, headers: textsOf(headers) })),
      sent.map(({ key, value, headers }) => ({ key, value, headers }))
    )
  }
})

function textsOf(headers: IHeaders = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}
