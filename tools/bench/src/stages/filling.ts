import type { OutgoingRecord } from '@sales-pipeline/kafka'
import type { BenchTopics } from '../bench.ts'

const BATCH_RECORDS = 3_000

/** Sends records as they are generated, in batches. */
export async function fill({ kafka }: BenchTopics, records: Iterable<OutgoingRecord>): Promise<void> {
  const producer = kafka.producer()
  let batch: OutgoingRecord[] = []
  for (const record of records) {
    batch.push(record)
    if (batch.length < BATCH_RECORDS) continue
    await producer.send(batch)
    batch = []
  }
  await producer.send(batch)
  await producer.disconnect()
}
