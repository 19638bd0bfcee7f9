import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sales, type AvroJson, type Sale, type Topic } from '@sales-pipeline/contracts'
import { useStack } from '@sales-pipeline/testkit'
import { provision } from '../src/index.ts'
import { clientOf, openKafka } from './open.ts'

type Field = Readonly<Record<string, unknown>>

function withFields(change: (fields: readonly Field[]) => readonly Field[]): Topic<string, Sale> {
  const schema = sales.value.schema as { fields: readonly Field[] }
  const changed: AvroJson = { ...schema, fields: change(schema.fields) }
  return { ...sales, value: { ...sales.value, schema: changed } }
}

const amountAsString = withFields((fields) =>
  fields.map((field) => (field['name'] === 'amount' ? { ...field, type: 'string' } : field))
)

test('a service without provisioned contracts is told to provision them', async () => {
  const stack = await useStack()
  const kafka = clientOf(stack.kafkaSettings('nobody-provisioned-'))
  await assert.rejects(kafka.open(sales), {
    code: 'KAFKA_CONTRACT_MISSING',
    message: /no subject nobody-provisioned-sales-key at http/,
    fix: /Provision the contracts/
  })
})

test('a service that knows another contract is told which field', async () => {
  const { kafka } = await openKafka()
  await assert.rejects(kafka.open(amountAsString), {
    code: 'KAFKA_CONTRACT_INCOMPATIBLE',
    message: /sales-value: amount: string here, decimal\(19,4\) in the registry/
  })
})

test('a reader whose fields cannot come out of the contract is told which', async () => {
  const { kafka } = await openKafka()
  const reader = { type: 'record', name: 'Sale', namespace: 'sales', fields: [{ name: 'colour', type: 'string' }] }
  await assert.rejects(kafka.open(sales, { reader }), { code: 'KAFKA_CONTRACT_INCOMPATIBLE', message: /colour/ })
})

test('provisioning refuses an incompatible schema and names the field; a compatible one is taken', async () => {
  const { settings } = await openKafka()
  await assert.rejects(provision(settings, { topics: [amountAsString] }), {
    code: 'KAFKA_CONTRACT_INCOMPATIBLE',
    message: /sales-value must stay FULL_TRANSITIVE: amount: string here/
  })
  const required = withFields((fields) => [...fields, { name: 'channel', type: 'string' }])
  await assert.rejects(provision(settings, { topics: [required] }), {
    code: 'KAFKA_CONTRACT_INCOMPATIBLE',
    message: /channel: missing in the registry/
  })
  const channel = { name: 'channel', type: ['null', 'string'], default: null }
  const evolved = withFields((fields) => [...fields, channel])
  await provision(settings, { topics: [evolved] })
  await clientOf(settings).open(evolved)
})

test('a key never changes: partitioning and compaction compare its bytes', async () => {
  const { settings } = await openKafka()
  const topic: Topic<string, Sale> = {
    ...sales,
    key: { schema: { type: 'string', logicalType: 'uuid' }, fingerprint: '' }
  }
  await assert.rejects(provision(settings, { topics: [topic] }), { code: 'KAFKA_KEY_CHANGED', message: /sales-key/ })
})

test('provisioning again changes nothing; another number of partitions is refused', async () => {
  const { settings } = await openKafka()
  await provision(settings)
  await assert.rejects(provision(settings, { topics: [{ ...sales, partitions: 3 }] }), {
    code: 'KAFKA_TOPIC_MISMATCH',
    message: /has 6 partitions, its contract asks for 3/
  })
})
