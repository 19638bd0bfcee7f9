import type { ConsumedBatch, KafkaClient } from '@sales-pipeline/kafka'
import { linksOf, SpanKind, withSpan, type ConsumerLag } from '@sales-pipeline/observability'
import type { Component } from '@sales-pipeline/service-kit'

export interface ConsumingOptions {
  readonly kafka: KafkaClient
  readonly group: string
  /** Opened ones. */
  readonly topics: readonly { readonly name: string; readonly contract: { readonly stream: string } }[]
  readonly handle: (batch: ConsumedBatch) => Promise<void>
  readonly lag: ConsumerLag
  /** Ready while the group is stable with this member in it. */
  readonly member: Component
  readonly signal: AbortSignal
}

/** Of one fetch; decoded it takes a multiple. */
const BYTES_PER_PARTITION = 262_144

/** Hands every batch of a group to its handler, one at a time, inside a span; says how far behind it is. */
export function consumeBatches(options: ConsumingOptions): Promise<void> {
  const { kafka, group, topics, handle, lag, member, signal } = options
  const streams = new Map(topics.map(({ name, contract }) => [name, contract.stream]))
  return kafka.consume({
    ...{ group, topics: [...streams.keys()], signal, maxBytesPerPartition: BYTES_PER_PARTITION },
    onAssigned: () => {
      // A partition that has moved is another member's to tell of.
      lag.forget()
      return Promise.resolve()
    },
    batch: async (batch) => {
      const { topic, messages } = batch
      const attributes = { 'messaging.destination.name': topic, 'messaging.batch.message_count': messages.length }
      const links = linksOf(messages.map(({ headers }) => headers))
      const done = lag.atHand(streams.get(topic) ?? topic, batch)
      await withSpan(`process ${topic}`, { kind: SpanKind.CONSUMER, attributes, links }, () => handle(batch))
      done()
    },
    onStable: (stable) => {
      if (stable) member.ready()
      else member.notReady('the consumer group is rebalancing or out of reach')
    }
  })
}
