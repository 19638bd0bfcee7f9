import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deadLetters, sales, type Sale } from '@sales-pipeline/contracts'
import { aSale } from '@sales-pipeline/testkit'
import { deadLetterRecord, type Decoded, type KafkaClient, type OpenTopic } from '../src/index.ts'
import { partitionOf } from '../src/core/murmur2.ts'
import { clientOf, openKafka } from './open.ts'

async function readAll<K, V>(kafka: KafkaClient, topic: OpenTopic<K, V>): Promise<Decoded<K, V>[]> {
  const records: Decoded<K, V>[] = []
  for (const partition of (await kafka.offsets(topic)).keys()) {
    await kafka.readPartition(topic, partition, async (messages) => {
      records.push(...(await topic.decode(messages)))
    })
  }
  return records
}

test('what is written is read: values, tombstones, headers', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(sales)
  const producer = kafka.producer()
  const written = Array.from({ length: 50 }, (_, id) => aSale({ sale_id: `shop:${id}`, amount: BigInt(id) ** 7n - 5n }))
  await producer.send(written.map((sale) => topic.record(sale.sale_id, sale, { headers: { source: 'test' } })))
  await producer.send([topic.record('shop:0', null)])
  await producer.disconnect()

  const records = await readAll(kafka, topic)
  const bySale = new Map<string, Sale | null>()
  for (const record of records) {
    assert.ok(record.failure === undefined)
    bySale.set(record.key, record.value)
    assert.equal(record.headers['source']?.toString(), record.value === null ? undefined : 'test')
  }
  assert.equal(bySale.get('shop:0'), null)
  for (const sale of written.slice(1)) assert.deepEqual(structuredClone(bySale.get(sale.sale_id)), sale)
})

test('a reader that wants fewer fields gets just these', async () => {
  const { kafka, settings } = await openKafka()
  const topic = await kafka.open(sales)
  const producer = kafka.producer()
  await producer.send([topic.record('shop:1', aSale({ sale_id: 'shop:1', currency: 'EUR' }))])
  await producer.disconnect()
  const reader = { type: 'record', name: 'Sale', namespace: 'sales', fields: [{ name: 'currency', type: 'string' }] }
  const narrow = await clientOf(settings).open(sales, { reader })
  const [record] = await readAll(kafka, narrow)
  assert.deepEqual({ ...(record as { value: object }).value }, { currency: 'EUR' })
})

test('bytes that are not of the contract carry their failure and disturb nothing else', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(sales)
  const good = topic.record('shop:1', aSale({ sale_id: 'shop:1' }))
  const unknownSchema = Buffer.from(good.value!)
  unknownSchema.writeUInt32BE(999_999, 1)
  const values = [
    Buffer.from('garbage'),
    Buffer.alloc(0),
    good.value!.subarray(0, -3),
    Buffer.concat([good.value!, Buffer.from('!')]),
    unknownSchema
  ]
  const producer = kafka.producer()
  await producer.send([...values.map((value) => ({ ...good, value })), { ...good, key: Buffer.from('?') }, good])
  await producer.disconnect()
  const records = await readAll(kafka, topic)
  const failures = records.map(({ failure }) => failure?.message ?? 'decoded')
  assert.deepEqual(failures.toSorted(), [
    'decoded',
    'the key does not begin with a magic byte and a schema id',
    'the value does not begin with a magic byte and a schema id',
    'the value does not begin with a magic byte and a schema id',
    'the value is cut off',
    'the value is longer than its schema says',
    'the value: the registry knows no schema 999999'
  ])
})

test('keys go to the partition that Java clients choose', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(sales)
  const producer = kafka.producer()
  await producer.send(
    Array.from({ length: 300 }, (_, id) => topic.record(`shop:${id}`, aSale({ sale_id: `shop:${id}` })))
  )
  await producer.disconnect()
  for (const partition of (await kafka.offsets(topic)).keys()) {
    await kafka.readPartition(topic, partition, (messages) => {
      for (const { key } of messages) assert.equal(partitionOf(key!, sales.partitions), partition)
      return Promise.resolve()
    })
  }
})

test('a dead letter keeps the original bytes and says why', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(deadLetters('file-ingestor'))
  const producer = kafka.producer()
  const violations = [{ field: 'amount', rule: 'amount', message: '"12,5" must be a decimal' }]
  const original = Buffer.from([0, 255, 10])
  const origin = { system: 'file', dataset: 'a.csv', position: 'line 3' }
  const refusal = {
    origin,
    code: 'FILE_ROW_REFUSED',
    message: 'refused',
    violations,
    original,
    contentType: 'text/csv'
  }
  await producer.send([deadLetterRecord(topic, 'file-ingestor', refusal)])
  await producer.disconnect()
  const [record] = await readAll(kafka, topic)
  assert.ok(record?.failure === undefined)
  const letter = record?.value
  assert.ok(letter)
  assert.deepEqual({ ...letter.origin }, origin)
  assert.deepEqual(letter.original, original)
  assert.deepEqual(
    letter.violations.map((violation) => ({ ...violation })),
    violations.map((violation) => ({ ...violation, version: 1, value: null }))
  )
})

test('a record larger than any before is written whole', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(sales)
  const products = ['p'.repeat(5_000), 'small', 'q'.repeat(300_000)]
  const producer = kafka.producer()
  await producer.send(
    products.map((product, at) => topic.record(`shop:${at}`, aSale({ sale_id: `shop:${at}`, product })))
  )
  await producer.disconnect()
  const read = (await readAll(kafka, topic)).map((record) => record.failure ?? record.value?.product)
  assert.deepEqual(read.toSorted(), products.toSorted())
})
