import { sales } from '@sales-pipeline/contracts'
import type { KafkaSettings } from '@sales-pipeline/kafka'
import { readSaleSchema } from '@sales-pipeline/sales-aggregation'
import { benchKafka } from '../bench.ts'
import { Stopwatch } from '../measure/rate.ts'
import { answer, input } from './program.ts'

/** Consumes `sales` as an aggregator does, decodes the fields that it decodes, and does nothing with them. */
export interface BareConsumer {
  readonly settings: KafkaSettings
  readonly group: string
  /** By partition, as text: where to begin. */
  readonly from: readonly (readonly [number, string])[]
  readonly records: number
}

const { settings, group, from, records } = input() as BareConsumer
const kafka = benchKafka(settings)
const topic = await kafka.open(sales, { reader: readSaleSchema })
const begins = new Map(from.map(([partition, offset]) => [partition, BigInt(offset)]))
const done = new AbortController()
const watch = new Stopwatch()
let consumed = 0
await kafka.consume({
  group,
  topics: [topic.name],
  signal: done.signal,
  commit: 'manual',
  concurrency: sales.partitions,
  onAssigned: (assigned, control) => {
    for (const at of assigned) control.seek(at, begins.get(at.partition) ?? 0n)
    return Promise.resolve()
  },
  batch: async ({ messages }) => {
    await topic.decode(messages)
    watch.lap(messages.length)
    consumed += messages.length
    if (consumed >= records) done.abort()
  }
})
answer(watch.rate)
