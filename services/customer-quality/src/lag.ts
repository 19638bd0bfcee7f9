import type { ConsumedBatch } from '@sales-pipeline/kafka'
import type { ConsumerLag } from '@sales-pipeline/observability'

/** Notes that a batch of a stream is at hand. @returns to be called when it is done */
export function batchAtHand(
  lag: ConsumerLag,
  stream: string,
  { partition, messages, nextOffset, highWatermark }: ConsumedBatch
): () => void {
  const part = String(partition)
  const [clock, behind] = [lag.clockOf(stream), lag.records.labels({ stream, partition: part })]
  clock.arrived(part, Number(messages[0]?.timestamp ?? Date.now()))
  behind.set(Number(highWatermark - BigInt(messages[0]?.offset ?? nextOffset)))
  return () => {
    clock.done(part, nextOffset >= highWatermark ? null : Number(messages.at(-1)?.timestamp ?? Date.now()))
    behind.set(Number(highWatermark - nextOffset))
  }
}
