import type { DeadLetter } from '@sales-pipeline/contracts'
import {
  deadLetterRecord,
  kafkaErrors,
  type ConsumedBatch,
  type OpenTopic,
  type OutgoingRecord,
  type Producer
} from '@sales-pipeline/kafka'
import type { Counter } from '@sales-pipeline/observability'

export interface ReadingOptions {
  /** Whose dead letters they are. */
  readonly service: string
  readonly deadLetters: OpenTopic<null, DeadLetter>
  readonly producer: Producer
  readonly refused: Counter<'code'>
}

/** A record with its place in the topic. */
export interface Placed<V> {
  readonly partition: number
  readonly offset: bigint
  readonly value: V
}

const NULL_VALUE = { code: kafkaErrors.KAFKA_NULL_VALUE.code, message: kafkaErrors.KAFKA_NULL_VALUE.summary }

export const DEAD_LETTER_CODES = [kafkaErrors.KAFKA_UNDECODABLE.code, NULL_VALUE.code]

/** The records of a batch. What cannot be decoded is a dead letter before this resolves; the stream goes on. */
export async function readBatch<V>(
  topic: OpenTopic<string, V>,
  { messages, partition }: ConsumedBatch,
  { service, deadLetters, producer, refused }: ReadingOptions
): Promise<Placed<V>[]> {
  const placed: Placed<V>[] = []
  const letters: OutgoingRecord[] = []
  for (const record of await topic.decode(messages)) {
    if (record.failure === undefined && record.value !== null) {
      placed.push({ partition, offset: record.offset, value: record.value })
      continue
    }
    const { code, message } = record.failure ?? NULL_VALUE
    refused.inc({ code })
    letters.push(
      deadLetterRecord(deadLetters, service, {
        ...{ code, message },
        origin: { system: 'kafka', dataset: topic.name, position: `${partition}:${record.offset}` },
        original: record.message.value ?? record.message.key ?? Buffer.alloc(0),
        contentType: 'application/vnd.apache.avro'
      })
    )
  }
  if (letters.length > 0) await producer.send(letters)
  return placed
}
