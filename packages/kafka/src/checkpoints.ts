import { checkpoints as checkpointsOf } from '@sales-pipeline/contracts'
import type { KafkaClient } from './client.ts'
import type { Producer } from './producer.ts'

export type CheckpointState = Readonly<Record<string, string>>

/** Where one source has been read to, item by item, as kept in checkpoints.<service>. */
export interface Checkpoints {
  get(item: string): CheckpointState | undefined
  entries(): ReadonlyMap<string, CheckpointState>
  /** Returns after Kafka has acknowledged it. Call it only after everything up to the checkpoint is acknowledged. */
  save(item: string, state: CheckpointState): Promise<void>
  /** Forgets an item: a tombstone. */
  remove(item: string): Promise<void>
}

/** Reads all checkpoints of a source; the topic has one partition and is compacted. */
export async function openCheckpoints(
  kafka: KafkaClient,
  producer: Producer,
  service: string,
  source: string
): Promise<Checkpoints> {
  const topic = await kafka.open(checkpointsOf(service))
  const states = new Map<string, CheckpointState>()
  await kafka.readPartition(topic, 0, async (messages) => {
    for (const record of await topic.decode(messages)) {
      if (record.failure !== undefined)
        throw new Error(`${topic.name} offset ${record.offset}: ${record.failure.message}`)
      if (record.key.source !== source) continue
      if (record.value === null) states.delete(record.key.item)
      else states.set(record.key.item, record.value.state)
    }
  })
  return {
    get: (item) => states.get(item),
    entries: () => states,
    save: async (item, state) => {
      await producer.send([topic.record({ source, item }, { state, updated_at: Date.now() })])
      states.set(item, state)
    },
    remove: async (item) => {
      await producer.send([topic.record({ source, item }, null)])
      states.delete(item)
    }
  }
}
