import { setTimeout as delay } from 'node:timers/promises'
import { sales, type DeadLetter, type Sale, type Topic, type Version } from '@sales-pipeline/contracts'
import {
  batchAttributes,
  type Assigner,
  type ConsumedBatch,
  type KafkaClient,
  type OpenTopic,
  type Producer
} from '@sales-pipeline/kafka'
import { endingAll, linksOf, SpanKind, withSpan, type Logger } from '@sales-pipeline/observability'
import { businessDay, readSaleSchema, type Dimension } from '@sales-pipeline/sales-aggregation'
import type { Component, Service } from '@sales-pipeline/service-kit'
import { KafkaOutput } from './adapters/kafka-output.ts'
import { SaleReader, type ReadBatch } from './adapters/sale-reader.ts'
import { assignShards, decodeHeld, encodeHeld, type HeldShard } from './core/assignment.ts'
import { Partials } from './core/partials.ts'
import { aggregatorErrors } from './errors.ts'
import type { Instruments } from './metrics.ts'
import type { StateFolder } from './ports.ts'
import type { AppliedBatch, Shard } from './shard.ts'
import { Shards } from './shards.ts'

export interface AggregatorOptions<Group, Shown, Value extends { readonly version: Version }> {
  readonly service: string
  readonly dimension: Dimension<Group, Shown, Value>
  readonly output: Topic<Group & { readonly shard: number }, Value>
  readonly deadLetters: Topic<null, DeadLetter>
  readonly kafka: KafkaClient
  readonly folder: StateFolder
  readonly group: string
  readonly generation: number
  readonly timeZone: string
  readonly instruments: Instruments
  readonly logger: Logger
  /** Ready while the group is stable and every shard of this member is live. */
  readonly health: Component
}

const BYTES_PER_PARTITION = 524_288
/** While one shard's transaction is committed, in lmdb's thread, others are folded. */
const SHARDS_AT_ONCE = 3
/** A transaction keeps the pages it touches in memory: this bounds them, and the time that nothing else runs. */
const SALES_PER_TRANSACTION = 2_500
const HOUSEKEEPING_MS = 10_000
const OBSERVE_EVERY_MS = 100
const ASSIGNER = { name: 'NewestState', version: 1 }

/** Reads the sales of the shards assigned to this process and keeps their totals published. */
export class Aggregator<Group, Shown, Value extends { readonly version: Version }> implements Service {
  readonly name = 'aggregator'
  readonly #options: AggregatorOptions<Group, Shown, Value>

  constructor(options: AggregatorOptions<Group, Shown, Value>) {
    this.#options = options
  }

  async run(signal: AbortSignal): Promise<void> {
    const { kafka, service, group, deadLetters, output } = this.#options
    const input = await kafka.open(sales, { reader: readSaleSchema })
    const letters = await kafka.open(deadLetters)
    const producer = kafka.producer()
    const failed = Promise.withResolvers<never>()
    const shards = await this.#shards(input, await kafka.open(output), producer, failed.reject)
    const member = new AbortController()
    const reader = new SaleReader(service, group, input, letters)
    const handle = (batch: ConsumedBatch) => this.#handle(batch, shards, reader, producer)
    const stop = AbortSignal.any([signal, member.signal])
    try {
      repeat(HOUSEKEEPING_MS, stop, () => shards.housekeep()).catch(failed.reject)
      await Promise.race([failed.promise, this.#consume(input, shards, handle, stop)])
    } finally {
      member.abort()
      await shards.close()
      await producer.disconnect()
    }
  }

  async #shards(
    input: OpenTopic<string, Sale>,
    outputTopic: OpenTopic<Group & { readonly shard: number }, Value>,
    producer: Producer,
    onFailed: (error: unknown) => void
  ): Promise<Shards<Group, Shown, Value>> {
    const { kafka, dimension, timeZone, logger, folder, generation, instruments } = this.#options
    const inputs = (await kafka.offsets(input)).size
    const outputs = (await kafka.offsets(outputTopic)).size
    if (inputs !== outputs) {
      const detail = `${input.name} has ${inputs}, ${outputTopic.name} has ${outputs}`
      throw aggregatorErrors.AGGREGATOR_PARTITIONS_DIFFER(detail)
    }
    return Shards.find(input, kafka, {
      partials: new Partials(dimension),
      businessDay: businessDay(timeZone),
      settings: `${dimension.name} leaders=${dimension.leaders} zone=${timeZone}`,
      tombstonesKeptMs: Number(sales.config['delete.retention.ms'] ?? Infinity),
      outputOf: (shard) => new KafkaOutput({ kafka, topic: outputTopic, producer, shard, logger }),
      now: Date.now,
      ...{ folder, generation, instruments, logger, onFailed }
    })
  }

  async #consume(
    input: OpenTopic<string, Sale>,
    shards: Shards<Group, Shown, Value>,
    handle: (batch: ConsumedBatch) => Promise<void>,
    signal: AbortSignal
  ): Promise<void> {
    const { kafka, group } = this.#options
    let stable = false
    const watching = setInterval(() => {
      this.#report(stable ? shards.objection : 'the consumer group is rebalancing or out of reach')
      shards.observe()
    }, OBSERVE_EVERY_MS)
    try {
      await kafka.consume({
        group,
        topics: [input.name],
        signal,
        commit: 'manual',
        concurrency: SHARDS_AT_ONCE,
        maxBytesPerPartition: BYTES_PER_PARTITION,
        assigner: newestState(() => shards.held()),
        onAssigned: (assigned, control) => {
          const mine = assigned.map(({ partition }) => partition)
          return shards.assign(mine, control)
        },
        batch: handle,
        onDrained: () => shards.flush(),
        onStable: (now) => {
          stable = now
        }
      })
    } finally {
      clearInterval(watching)
    }
  }

  #report(objection: string | undefined): void {
    const { health } = this.#options
    if (objection === undefined) health.ready()
    else health.notReady(objection)
  }

  /** In transactions of a bounded number of sales. A batch that outlives its shard's assignment is dropped with it. */
  async #handle(
    { topic, messages, partition, nextOffset, highWatermark }: ConsumedBatch,
    shards: Shards<Group, Shown, Value>,
    reader: SaleReader,
    producer: Producer
  ): Promise<void> {
    const shard = shards.get(partition)
    if (shard === undefined) return
    shards.sawEnd(partition, Number(highWatermark))
    const lag = this.#options.instruments.lag.clockOf(sales.stream)
    lag.arrived(String(partition), Number(messages[0]?.timestamp ?? Date.now()))
    const links = linksOf(messages.map(({ headers }) => headers))
    const attributes = batchAttributes(topic, this.#options.group, messages.length)
    await withSpan(`process batch ${topic}`, { kind: SpanKind.CONSUMER, links, attributes }, async () => {
      for (let start = 0; start < messages.length; start += SALES_PER_TRANSACTION) {
        const some = messages.slice(start, start + SALES_PER_TRANSACTION)
        const following = messages[start + SALES_PER_TRANSACTION]
        const reached = following === undefined ? Number(nextOffset) : Number(following.offset)
        const live = shard.phase === 'live'
        const read = await reader.read(some, partition)
        await this.#refuse(read, producer)
        const { changed, deleted } = await applied(shard, read, reached)
        this.#count(read, changed, deleted, live)
      }
    })
    lag.done(String(partition), nextOffset >= highWatermark ? null : Number(messages.at(-1)?.timestamp ?? Date.now()))
  }

  /** What is refused is kept elsewhere before the shard moves past it. */
  async #refuse({ refused }: ReadBatch, producer: Producer): Promise<void> {
    if (refused.length === 0) return
    const { instruments, logger } = this.#options
    await producer.send(refused.map(({ letter }) => letter))
    for (const { code } of refused) instruments.deadLetters.inc({ code })
    logger.warn({ records: refused.length, code: refused[0]?.code }, 'Records refused; see the dead letters')
  }

  #count({ sales: read, records, refused }: ReadBatch, changed: number, deleted: number, live: boolean): void {
    const { records: counter, lateness } = this.#options.instruments
    counter.inc({ effect: 'changed' }, changed)
    counter.inc({ effect: 'deleted' }, deleted)
    counter.inc({ effect: 'refused' }, refused.length)
    counter.inc({ effect: 'none' }, records - refused.length - changed - deleted)
    if (!live) return
    const now = Date.now()
    for (const sale of read.values()) if (sale !== null) lateness.observe(Math.max(0, now - sale.sold_at) / 1000)
  }
}

/** The spans of the sales end when the state holds them. */
function applied<Group, Shown, Value extends { readonly version: Version }>(
  shard: Shard<Group, Shown, Value>,
  { spans, ...read }: ReadBatch,
  nextOffset: number
): Promise<AppliedBatch> {
  const traces = new Map([...spans].map(([saleId, { context }]) => [saleId, context]))
  return endingAll(spans.values(), () => shard.apply({ ...read, nextOffset, traces }))
}

function newestState(held: () => HeldShard[]): Assigner {
  return {
    ...ASSIGNER,
    userData: () => encodeHeld(held()),
    assign: (members, partitions) =>
      assignShards(
        members.map(({ memberId, userData }) => ({ memberId, held: decodeHeld(userData) })),
        partitions
      )
  }
}

async function repeat(everyMs: number, signal: AbortSignal, task: () => Promise<void>): Promise<void> {
  for (;;) {
    await delay(everyMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    await task()
  }
}
