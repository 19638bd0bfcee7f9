import type { Version } from '@sales-pipeline/contracts'
import type { KafkaClient, OpenTopic, Producer } from '@sales-pipeline/kafka'
import { sourceTimesHeaders, type Logger } from '@sales-pipeline/observability'
import type { Behind, PublishedGroup, ShardOutput } from '../ports.ts'

/** The partition of the output topic that has the number of the shard. */
export class KafkaOutput<Group, Value extends { readonly version: Version }> implements ShardOutput<Group, Value> {
  readonly #kafka: KafkaClient
  readonly #topic: OpenTopic<Group & { readonly shard: number }, Value>
  readonly #producer: Producer
  readonly #shard: number
  readonly #logger: Logger

  constructor(options: {
    readonly kafka: KafkaClient
    readonly topic: OpenTopic<Group & { readonly shard: number }, Value>
    readonly producer: Producer
    readonly shard: number
    readonly logger: Logger
  }) {
    this.#kafka = options.kafka
    this.#topic = options.topic
    this.#producer = options.producer
    this.#shard = options.shard
    this.#logger = options.logger
  }

  async end(): Promise<number> {
    const range = (await this.#kafka.offsets(this.#topic)).get(this.#shard)
    return Number(range?.high ?? 0n)
  }

  async read(
    from: number,
    to: number,
    onBatch: (records: readonly PublishedGroup<Group, Value>[]) => Promise<void>
  ): Promise<void> {
    const range = { from: BigInt(from), to: BigInt(to) }
    await this.#kafka.readPartition(
      this.#topic,
      this.#shard,
      async (messages) => {
        const records: PublishedGroup<Group, Value>[] = []
        for (const record of await this.#topic.decode(messages)) {
          if (record.failure !== undefined || record.value === null) this.#strange(record.offset)
          else records.push({ group: record.key, value: record.value })
        }
        await onBatch(records)
      },
      range
    )
  }

  async publish(groups: readonly PublishedGroup<Group, Value>[], { traces, times }: Behind): Promise<number> {
    const partition = this.#shard
    const headers = sourceTimesHeaders(times)
    const records = groups.map(({ group, value }, index) =>
      this.#topic.record({ ...group, shard: partition }, value, { headers, partition, traces: traces.get(index) })
    )
    const end = (await this.#producer.send(records)).get(this.#topic.name)?.get(partition)
    // Without an offset the next round finds the output to be elsewhere, and compares.
    return Number(end ?? -1n)
  }

  #strange(offset: bigint): void {
    const where = { topic: this.#topic.name, partition: this.#shard, offset: offset.toString() }
    this.#logger.warn(where, 'A record of the output is none of ours; whoever reads the output refuses it too')
  }
}
