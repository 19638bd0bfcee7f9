import { linksTo, SpanKind, saleContextOf, startSpan, type Context, type OpenSpan } from '@sales-pipeline/observability'
import type { TopicPartition } from './consumer.ts'
import type { Decoded } from './topic.ts'

/*
 * Names are those of OpenTelemetry's semantic conventions for messaging. The key of a message is never an attribute: in
 * some topics it names a person. https://opentelemetry.io/docs/specs/semconv/messaging/kafka/
 */
const KAFKA = { 'messaging.system.name': 'kafka' }

/** An older record is mostly one that is read again, by a state or a store that is built anew. */
const RECENT_MS = 120_000

/**
 * Begins the span of a record on its way to Kafka in each of the traces. A record has room for one trace: it goes on with
 * the first, whose span is linked to the others, and theirs to it.
 */
export function startSending(
  topic: string,
  [parent, ...others]: readonly Context[],
  partition?: number
): readonly [OpenSpan, ...OpenSpan[]] {
  const attributes = { ...destination(topic, partition), ...operation('send', 'send') }
  const start = (from: Context | undefined, linked: readonly Context[]) =>
    startSpan(`send ${topic}`, {
      ...{ kind: SpanKind.PRODUCER, attributes, links: linksTo(linked) },
      ...(from !== undefined && { parent: from })
    })
  const first = start(parent, others)
  return [first, ...others.map((other) => start(other, [first.context]))]
}

/**
 * Goes on with the trace that a record carries: its time in the topic, as a span of Kafka itself, and below that the span
 * of its processing, for the caller to end. Undefined: the record is not traced, or not of these minutes.
 */
export function startProcessing(
  { headers, message }: Pick<Decoded<unknown, unknown>, 'headers' | 'message'>,
  { topic, partition }: TopicPartition,
  group: string
): OpenSpan | undefined {
  const parent = saleContextOf(headers)
  const since = Number(message.timestamp)
  if (parent === undefined || Date.now() - since > RECENT_MS) return undefined
  const record = {
    ...destination(topic, partition),
    'kafka.offset': Number(message.offset),
    ...(message.value === null && { 'kafka.message.tombstone': true })
  }
  const stored = startSpan(topic, { system: 'kafka', parent, since, attributes: record })
  stored.end()
  return startSpan(`process ${topic}`, {
    ...{ kind: SpanKind.CONSUMER, parent: stored.context },
    attributes: { ...record, ...operation('process', 'process'), 'messaging.consumer.group.name': group }
  })
}

/** What the span of a whole batch says. */
export function batchAttributes(topic: string, group: string, messages: number) {
  return {
    ...destination(topic),
    ...operation('process', 'process batch'),
    'messaging.consumer.group.name': group,
    'messaging.batch.message_count': messages
  }
}

function destination(topic: string, partition?: number) {
  const at = partition === undefined ? {} : { 'messaging.destination.partition.id': String(partition) }
  return { ...KAFKA, 'messaging.destination.name': topic, ...at }
}

function operation(type: 'send' | 'process', name: string) {
  return { 'messaging.operation.type': type, 'messaging.operation.name': name }
}
