import { randomUUID } from 'node:crypto'
import type { Kafka, KafkaMessage } from 'kafkajs'
import { fixedAssigner } from './assigner.ts'
import { consume } from './consumer.ts'

export interface ReadOptions {
  readonly from?: bigint
  /** The offset to stop before. */
  readonly to?: bigint
  /** Stops the reading early; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal
}

interface ReadRequest extends ReadOptions {
  readonly topic: string
  readonly partition: number
  readonly range: { readonly low: bigint; readonly high: bigint }
  readonly signal: AbortSignal
  readonly onProgress: () => void
}

/**
 * Reads [from, to) of one partition, whatever compaction has left of it. kafkajs reads through groups only: this one
 * has a single member that assigns itself the partition, commits nothing, and is deleted at the end.
 */
export async function readPartition(
  kafka: Kafka,
  request: ReadRequest,
  onBatch: (messages: readonly KafkaMessage[]) => Promise<void>
): Promise<void> {
  const { topic, partition, range, from = range.low, to = range.high } = request
  const start = from > range.low ? from : range.low
  const end = to < range.high ? to : range.high
  if (start >= end) return
  const group = `read-${topic}-${partition}-${randomUUID()}`
  const done = new AbortController()
  await consume(kafka, {
    group,
    topics: [topic],
    commit: 'manual',
    onProgress: request.onProgress,
    assigner: fixedAssigner([partition]),
    signal: AbortSignal.any([request.signal, done.signal]),
    onAssigned: (_, control) => {
      control.seek({ topic, partition }, start)
      return Promise.resolve()
    },
    batch: async ({ messages, nextOffset }) => {
      const wanted = messages.filter(({ offset }) => BigInt(offset) < end)
      if (wanted.length > 0) await onBatch(wanted)
      if (nextOffset >= end) done.abort()
    }
  })
  await forget(kafka, group)
  request.signal.throwIfAborted()
}

/** An empty group without offsets expires by itself; deleting it only spares the operator the sight of it. */
async function forget(kafka: Kafka, group: string): Promise<void> {
  const admin = kafka.admin()
  try {
    await admin.connect()
    await admin.deleteGroups([group])
  } catch {
    return
  } finally {
    await admin.disconnect()
  }
}
