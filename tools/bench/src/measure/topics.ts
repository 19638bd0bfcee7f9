import { setTimeout as delay } from 'node:timers/promises'
import type { KafkaClient, OpenTopic } from '@sales-pipeline/kafka'
import { steadyRate, type Rate } from './rate.ts'

const POLL_MS = 250

/** By partition: the offset after its last record. */
export type Ends = ReadonlyMap<number, bigint>

export async function endsOf<K, V>(kafka: KafkaClient, topic: OpenTopic<K, V>): Promise<Ends> {
  return new Map([...(await kafka.offsets(topic))].map(([partition, { high }]) => [partition, high]))
}

/** Waits until a topic has `count` records more than at `from`, as long as `mustGoOn` does not throw. */
export async function untilAppended<K, V>(
  kafka: KafkaClient,
  topic: OpenTopic<K, V>,
  { count, from, mustGoOn }: { readonly count: number; readonly from: Ends; readonly mustGoOn: () => void }
): Promise<void> {
  const before = total(from)
  while (total(await endsOf(kafka, topic)) - before < count) {
    mustGoOn()
    await delay(POLL_MS)
  }
}

/** The rate at which the records after `from` were appended, by the broker's clock: only for a topic of LogAppendTime. */
export async function appendRate<K, V>(kafka: KafkaClient, topic: OpenTopic<K, V>, from: Ends): Promise<Rate> {
  const times: number[] = []
  await Promise.all(
    Array.from({ length: topic.contract.partitions }, (_, partition) =>
      kafka.readPartition(
        topic,
        partition,
        (messages) => {
          for (const { timestamp } of messages) times.push(Number(timestamp))
          return Promise.resolve()
        },
        { from: from.get(partition) ?? 0n }
      )
    )
  )
  return steadyRate(times)
}

function total(ends: Ends): number {
  let sum = 0
  for (const end of ends.values()) sum += Number(end)
  return sum
}
