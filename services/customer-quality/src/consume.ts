import type { ConsumedBatch, KafkaClient } from '@sales-pipeline/kafka'
import { linksOf, SpanKind, withSpan, type Gauge } from '@sales-pipeline/observability'
import type { Component } from '@sales-pipeline/service-kit'

export interface ConsumingOptions {
  readonly kafka: KafkaClient
  readonly group: string
  /** Names as in the cluster. */
  readonly topics: readonly string[]
  readonly handle: (batch: ConsumedBatch) => Promise<void>
  readonly lag: Gauge<'topic' | 'partition'>
  /** Ready while the group is stable with this member in it. */
  readonly member: Component
  readonly signal: AbortSignal
}

/** Of one fetch; decoded it takes a multiple. */
const BYTES_PER_PARTITION = 262_144

/** Hands every batch of a group to its handler, one at a time, inside a span; says how far behind it is. */
export function consumeBatches(options: ConsumingOptions): Promise<void> {
  const { kafka, group, topics, handle, lag, member, signal } = options
  return kafka.consume({
    ...{ group, topics, signal, maxBytesPerPartition: BYTES_PER_PARTITION },
    batch: async (batch) => {
      const { topic, partition, messages, highWatermark, nextOffset } = batch
      const attributes = { 'messaging.destination.name': topic, 'messaging.batch.message_count': messages.length }
      const links = linksOf(messages.map(({ headers }) => headers))
      await withSpan(`process ${topic}`, { kind: SpanKind.CONSUMER, attributes, links }, () => handle(batch))
      lag.set({ topic, partition: String(partition) }, Number(highWatermark - nextOffset))
    },
    onStable: (stable) => {
      if (stable) member.ready()
      else member.notReady('the consumer group is rebalancing or out of reach')
    }
  })
}
