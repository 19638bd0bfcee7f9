import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deadLetters, sales } from '@sales-pipeline/contracts'
import { aSale, eventually } from '@sales-pipeline/testkit'
import { openCheckpoints, Outbox, type Assigner, type KafkaClient, type OpenTopic } from '../src/index.ts'
import { openKafka } from './open.ts'

async function fill(kafka: KafkaClient, topic: OpenTopic<string, ReturnType<typeof aSale>>, count: number, from = 0) {
  const producer = kafka.producer()
  const acknowledged: number[] = []
  const outbox = new Outbox<number>(producer, {
    acknowledged: (position) => void acknowledged.push(position),
    maxRecords: 500
  })
  for (let id = from; id < from + count; id++) {
    await outbox.put([topic.record(`shop:${id}`, aSale({ sale_id: `shop:${id}`, version: BigInt(id) }))], id)
  }
  await outbox.flush()
  await producer.disconnect()
  assert.equal(acknowledged.at(-1), from + count - 1)
}

async function consumeUntil(
  kafka: KafkaClient,
  topic: OpenTopic<string, unknown>,
  group: string,
  wanted: number
): Promise<string[]> {
  const stop = new AbortController()
  const seen: string[] = []
  const batch = async ({ messages }: { messages: Parameters<typeof topic.decode>[0] }) => {
    for (const record of await topic.decode(messages)) if (record.failure === undefined) seen.push(record.key)
    if (seen.length >= wanted) stop.abort()
  }
  await kafka.consume({ group, topics: [topic.name], signal: stop.signal, concurrency: 2, batch })
  return seen
}

test('a group reads everything once and goes on where it stopped', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(sales)
  await fill(kafka, topic, 3_000)
  assert.equal(new Set(await consumeUntil(kafka, topic, 'g', 3_000)).size, 3_000)
  await fill(kafka, topic, 10, 3_000)
  const later = await consumeUntil(kafka, topic, 'g', 10)
  assert.deepEqual(
    later.toSorted(),
    Array.from({ length: 10 }, (_, id) => `shop:${3_000 + id}`)
  )
})

test('what a handler throws ends the consumer with it, and the batch comes again', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(sales)
  await fill(kafka, topic, 100)
  const bug = new Error('a bug')
  const { signal } = new AbortController()
  await assert.rejects(
    kafka.consume({ group: 'g', topics: [topic.name], signal, batch: () => Promise.reject(bug) }),
    bug
  )
  assert.equal((await consumeUntil(kafka, topic, 'g', 100)).length, 100)
})

test('onAssigned says from where to read, before anything is read; manual commits are the only ones', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(sales)
  await fill(kafka, topic, 600)
  const from = 20n
  const offsets: bigint[] = []
  const expected = [...(await kafka.offsets(topic)).values()].reduce((sum, { high }) => sum + Number(high - from), 0)
  for (const round of [1, 2]) {
    const stop = new AbortController()
    await kafka.consume({
      group: 'g',
      topics: [topic.name],
      signal: stop.signal,
      commit: 'manual',
      onAssigned: (assigned, control) => {
        for (const at of assigned) control.seek(at, from)
        return Promise.resolve()
      },
      batch: ({ messages }) => {
        offsets.push(...messages.map(({ offset }) => BigInt(offset)))
        if (offsets.length === round * expected) stop.abort()
        return Promise.resolve()
      }
    })
  }
  assert.equal(offsets.length, 2 * expected)
  assert.ok(offsets.every((offset) => offset >= from))
})

test('an assigner sees what members tell of themselves and decides', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(sales)
  const greedy = (name: string): Assigner => ({
    name: 'greedy',
    version: 1,
    userData: () => Buffer.from(name),
    assign: (members, partitions) => {
      const winner = members.find(({ userData }) => userData.toString() === 'b') ?? members[0]!
      return new Map(members.map(({ memberId }) => [memberId, memberId === winner.memberId ? partitions : []]))
    }
  })
  const assignments = new Map<string, number>()
  const stop = new AbortController()
  const member = (name: string) =>
    kafka.consume({
      group: 'g',
      topics: [topic.name],
      signal: stop.signal,
      assigner: greedy(name),
      onAssigned: (assigned) => {
        assignments.set(name, assigned.length)
        return Promise.resolve()
      },
      batch: () => Promise.resolve()
    })
  const a = member('a')
  await eventually(() => {
    assert.equal(assignments.get('a'), sales.partitions)
  })
  const b = member('b')
  await eventually(() => {
    assert.deepEqual(Object.fromEntries(assignments), { a: 0, b: sales.partitions })
  })
  stop.abort()
  await Promise.all([a, b])
})

test('a partition is read from an offset to its end as of the start, and no group stays behind', async () => {
  const { kafka } = await openKafka()
  const topic = await kafka.open(sales)
  await fill(kafka, topic, 500)
  const { high } = (await kafka.offsets(topic)).get(2)!
  const offsets: bigint[] = []
  const collect = (messages: readonly { offset: string }[]) => {
    offsets.push(...messages.map(({ offset }) => BigInt(offset)))
    return Promise.resolve()
  }
  await kafka.readPartition(topic, 2, collect, { from: 10n, to: high - 5n })
  assert.deepEqual(
    offsets,
    Array.from({ length: Number(high) - 15 }, (_, at) => BigInt(at + 10))
  )
  await kafka.readPartition(topic, 2, () => Promise.reject(new Error('nothing to read')), { from: high })
})

test('checkpoints come back, those of other sources and removed ones do not', async () => {
  const { kafka } = await openKafka()
  const producer = kafka.producer()
  const saved = await openCheckpoints(kafka, producer, 'file-ingestor', 'files')
  const others = await openCheckpoints(kafka, producer, 'file-ingestor', 'elsewhere')
  await saved.save('a.csv', { row: '1' })
  await saved.save('a.csv', { row: '2' })
  await saved.save('b.csv', { row: '9' })
  await saved.remove('b.csv')
  await others.save('a.csv', { row: '7' })
  const again = await openCheckpoints(kafka, producer, 'file-ingestor', 'files')
  await producer.disconnect()
  assert.deepEqual([...again.entries()], [['a.csv', { row: '2' }]])
})

test('an idle consumer shows progress, one whose batch stands still does not', async () => {
  const { kafka } = await openKafka()
  const [busy, idle] = [await kafka.open(sales), await kafka.open(deadLetters('file-ingestor'))]
  await fill(kafka, busy, 1)
  const stop = new AbortController()
  const { signal } = stop
  const goOn = Promise.withResolvers<undefined>()
  const inHand = Promise.withResolvers<undefined>()
  const ticks = { busy: 0, idle: 0 }
  const consumers = Promise.all([
    kafka.consume({
      ...{ group: 'busy', topics: [busy.name], signal },
      onProgress: () => {
        ticks.busy++
      },
      batch: async () => {
        inHand.resolve(undefined)
        await goOn.promise
      }
    }),
    kafka.consume({
      ...{ group: 'idle', topics: [idle.name], signal },
      onProgress: () => {
        ticks.idle++
      },
      batch: () => Promise.reject(new Error('there is nothing to read'))
    })
  ])
  await inHand.promise
  const before = { ...ticks }
  await eventually(() => {
    assert.ok(ticks.idle >= before.idle + 5, 'the idle one asks the broker again and again')
  })
  assert.equal(ticks.busy, before.busy)
  goOn.resolve(undefined)
  await eventually(() => {
    assert.ok(ticks.busy > before.busy)
  })
  stop.abort()
  await consumers
})
