import { CompressionTypes, Kafka, logLevel, type IHeaders, type Message } from 'kafkajs'
import { Stopwatch, type Rate } from '../measure/rate.ts'
import { answer, input } from './program.ts'

/**
 * Sends what a service has written once more, to topics of the same kind: the same keys, values and sizes of batch. It
 * uses kafkajs as it comes, which nothing of ours is to have touched: see packages/kafka/src/faster-producing.ts.
 */
export interface BareProducer {
  readonly brokers: readonly string[]
  readonly written: readonly Written[]
  readonly batchBytes: number
}

/** Offsets as text: from `begin` to before `end` of one partition, and the topic that it is sent to once more. */
export interface Written {
  readonly topic: string
  readonly twin: string
  readonly partition: number
  readonly begin: string
  readonly end: string
}

interface Sent {
  readonly topic: string
  readonly message: Message
}

const BATCH_RECORDS = 5_000
const NO_HEADERS: IHeaders = {}

const { brokers, written, batchBytes } = input() as BareProducer
const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.ERROR })
const partitions = await Promise.all(written.filter(({ begin, end }) => begin !== end).map(readBack))
answer(await send(interleaved(partitions)))

async function readBack({ topic, twin, partition, begin, end }: Written): Promise<Sent[]> {
  const consumer = kafka.consumer({ groupId: `${twin}-${partition}`, maxWaitTimeInMs: 100 })
  const complete = Promise.withResolvers<undefined>()
  const sent: Sent[] = []
  await consumer.connect()
  await consumer.subscribe({ topics: [topic], fromBeginning: true })
  await consumer.run({
    eachBatch: ({ batch }) => {
      if (batch.partition !== partition) return Promise.resolve()
      for (const { key, value, offset } of batch.messages)
        if (BigInt(offset) >= BigInt(begin))
          sent.push({ topic: twin, message: { key, value, partition, headers: NO_HEADERS } })
      if (BigInt(batch.lastOffset()) + 1n >= BigInt(end)) complete.resolve(undefined)
      return Promise.resolve()
    }
  })
  await complete.promise
  await consumer.disconnect()
  return sent
}

/** As they were sent: each partition's part of every batch. */
function interleaved(read: readonly Sent[][]): Sent[] {
  return read
    .flatMap((records) => records.map((record, index) => ({ record, at: index / records.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ record }) => record)
}

async function send(records: readonly Sent[]): Promise<Rate> {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
  await producer.connect()
  const watch = new Stopwatch()
  for (const batch of batches(records)) {
    const topicMessages = [...Map.groupBy(batch, ({ topic }) => topic)].map(([topic, sent]) => ({
      topic,
      messages: sent.map(({ message }) => message)
    }))
    await producer.sendBatch({ acks: -1, compression: CompressionTypes.None, topicMessages })
    watch.lap(batch.length)
  }
  await producer.disconnect()
  return watch.rate
}

function* batches(records: readonly Sent[]): Generator<Sent[]> {
  let batch: Sent[] = []
  let bytes = 0
  for (const record of records) {
    batch.push(record)
    bytes += (record.message.key?.length ?? 0) + (record.message.value?.length ?? 0)
    if (bytes < batchBytes && batch.length < BATCH_RECORDS) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}
