import { allTopics, type Topic } from '@sales-pipeline/contracts'
import { provision, type KafkaSettings, type OutgoingRecord } from '@sales-pipeline/kafka'
import { benchKafka } from '../bench.ts'
import { Stopwatch, type Rate } from '../measure/rate.ts'
import { answer, input } from './program.ts'

/** Sends what a service has written once more, to topics of the same kind: the same keys, values and sizes of batch. */
export interface BareProducer {
  readonly settings: KafkaSettings
  /** By name of topic, without prefix: where in each partition what the service wrote begins. */
  readonly written: Readonly<Record<string, readonly Begin[]>>
  readonly batchBytes: number
}

/** Partition, and offset as text. */
export type Begin = readonly [number, string]

const BATCH_RECORDS = 5_000

const { settings, written, batchBytes } = input() as BareProducer
const kafka = benchKafka(settings)
const twins = { ...settings, topicPrefix: `${settings.topicPrefix}twin-` }
const topics = allTopics.filter(({ name }) => name in written)
await provision(twins, { topics })
const partitions = await Promise.all(topics.map(readBack))
answer(await send(interleaved(partitions.flat())))

async function readBack(contract: Topic<unknown, unknown>): Promise<OutgoingRecord[][]> {
  const begins = written[contract.name] ?? []
  return Promise.all(begins.map(([partition, offset]) => readPartition(contract, partition, BigInt(offset))))
}

async function readPartition(contract: Topic<unknown, unknown>, partition: number, from: bigint) {
  const topic = twins.topicPrefix + contract.name
  const records: OutgoingRecord[] = []
  const keep = (messages: readonly Pick<OutgoingRecord, 'key' | 'value'>[]): Promise<void> => {
    for (const { key, value } of messages) records.push({ topic, key, value, headers: {} })
    return Promise.resolve()
  }
  await kafka.readPartition(await kafka.open(contract), partition, keep, { from })
  return records
}

/** As they were sent: each partition's part of every batch. */
function interleaved(partitions: readonly OutgoingRecord[][]): OutgoingRecord[] {
  return partitions
    .flatMap((records) => records.map((record, index) => ({ record, at: index / records.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ record }) => record)
}

async function send(records: readonly OutgoingRecord[]): Promise<Rate> {
  const producer = kafka.producer()
  const watch = new Stopwatch()
  for (const batch of batches(records)) {
    await producer.send(batch)
    watch.lap(batch.length)
  }
  await producer.disconnect()
  return watch.rate
}

function* batches(records: readonly OutgoingRecord[]): Generator<OutgoingRecord[]> {
  let batch: OutgoingRecord[] = []
  let bytes = 0
  for (const record of records) {
    batch.push(record)
    bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0)
    if (bytes < batchBytes && batch.length < BATCH_RECORDS) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}
