import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customers, type AvroJson, type Topic } from '@sales-pipeline/contracts'
import { useStack } from '@sales-pipeline/testkit'
import { provision, type KafkaClient, type OpenTopic } from '../src/index.ts'
import { clientOf } from './open.ts'

type Profile = Readonly<Record<string, unknown>>

/** Three versions of one stream: a field comes with a default, then one that had a default goes and a symbol is added. */
const versions = [
  profile({ name: 'score', type: 'int', default: 0 }, tier('NONE', 'GOLD')),
  profile({ name: 'score', type: 'int', default: 0 }, tier('NONE', 'GOLD'), {
    name: 'note',
    type: ['null', 'string'],
    default: null
  }),
  profile(tier('NONE', 'GOLD', 'SILVER'), { name: 'note', type: ['null', 'string'], default: null })
] as const

const written: readonly Profile[] = [
  { id: 'a', score: 7, tier: 'GOLD' },
  { id: 'b', score: 8, tier: 'NONE', note: 'second' },
  { id: 'c', tier: 'SILVER', note: 'third' }
]

function tier(...symbols: string[]) {
  return { name: 'tier', type: { type: 'enum', name: 'Tier', symbols, default: 'NONE' } }
}

function profile(...fields: object[]): AvroJson {
  return { type: 'record', name: 'Profile', fields: [{ name: 'id', type: 'string' }, ...fields] }
}

function topicOf(schema: AvroJson): Topic<string, Profile> {
  return { ...customers, name: 'profiles', partitions: 1, value: { schema, fingerprint: '' }, rules: [] }
}

test('old consumers read new records and new ones old records, on a topic that holds three versions', async () => {
  const stack = await useStack()
  const { settings } = await stack.topics()
  for (const [at, schema] of versions.entries()) {
    await provision(settings, { topics: [topicOf(schema)] })
    const kafka = clientOf(settings)
    const producer = kafka.producer()
    const topic = await kafka.open(topicOf(schema))
    await producer.send([topic.record(written[at]!['id'] as string, written[at]!)])
    await producer.disconnect()
  }
  const seen = await Promise.all(
    versions.map(async (schema) => {
      const kafka = clientOf(settings)
      return readAll(kafka, await kafka.open(topicOf(schema)))
    })
  )
  assert.deepEqual(seen, [
    [
      { id: 'a', score: 7, tier: 'GOLD' },
      { id: 'b', score: 8, tier: 'NONE' },
      { id: 'c', score: 0, tier: 'NONE' }
    ],
    [
      { id: 'a', score: 7, tier: 'GOLD', note: null },
      { id: 'b', score: 8, tier: 'NONE', note: 'second' },
      { id: 'c', score: 0, tier: 'NONE', note: 'third' }
    ],
    [
      { id: 'a', tier: 'GOLD', note: null },
      { id: 'b', tier: 'NONE', note: 'second' },
      { id: 'c', tier: 'SILVER', note: 'third' }
    ]
  ])
})

async function readAll(kafka: KafkaClient, topic: OpenTopic<string, Profile>): Promise<Profile[]> {
  const found: Profile[] = []
  await kafka.readPartition(topic, 0, async (messages) => {
    for (const record of await topic.decode(messages)) {
      assert.ok(record.failure === undefined && record.value !== null)
      found.push({ ...record.value })
    }
  })
  return found
}
