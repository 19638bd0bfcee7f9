import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sales, salesByCity, salesBySalesman, type Sale, type Topic, type Version } from '@sales-pipeline/contracts'
import {
  KafkaClient,
  type OpenTopic,
  type OutgoingRecord,
  type Producer,
  type ProvisionOptions
} from '@sales-pipeline/kafka'
import { createLogger } from '@sales-pipeline/observability'
import { spawnService, useStack, type ServiceProcess, type TestTopics } from '@sales-pipeline/testkit'
import { cityTotals, mergedCities, mergedSalesmen, salesmanTotals, type Totals } from './totals.ts'

export type AggregatorName = 'city-aggregator' | 'salesman-aggregator'

/** Topics of their own, sales that are sent to them, and who follows what the aggregators make of them. */
export class World implements AsyncDisposable {
  /** Every sale as it was sent last. */
  readonly table = new Map<string, Sale>()
  readonly kafka: KafkaClient
  readonly input: OpenTopic<string, Sale>
  readonly producer: Producer
  readonly #topics: TestTopics
  readonly #folder: string
  readonly #services: ServiceProcess[] = []
  readonly #following = new AbortController()
  readonly #followers: Promise<void>[] = []

  private constructor(topics: TestTopics, folder: string, kafka: KafkaClient, input: OpenTopic<string, Sale>) {
    this.#topics = topics
    this.#folder = folder
    this.kafka = kafka
    this.input = input
    this.producer = kafka.producer()
  }

  static async create(options: ProvisionOptions = {}): Promise<World> {
    const stack = await useStack()
    const topics = await stack.topics(options)
    const kafka = new KafkaClient(topics.settings, { logger: createLogger({ service: 'test', level: 'fatal' }) })
    return new World(topics, await mkdtemp(join(tmpdir(), 'aggregator-')), kafka, await kafka.open(sales))
  }

  stateOf(replica: string): string {
    return join(this.#folder, replica)
  }

  async loseState(replica: string): Promise<void> {
    await rm(this.stateOf(replica), { recursive: true })
  }

  /** Replicas differ in their state folders only. */
  async spawn(name: AggregatorName, replica: string = name, env: Record<string, string> = {}): Promise<ServiceProcess> {
    const group = `${this.#topics.prefix}${name}`
    const own = { STATE_DIR: this.stateOf(replica), CONSUMER_GROUP: group, ...env }
    const service = await spawnService(name, { ...this.#topics.env, ...own })
    this.#services.push(service)
    return service
  }

  async send(...all: readonly Sale[]): Promise<void> {
    for (const sale of all) this.table.set(sale.sale_id, sale)
    await this.producer.send(all.map((sale) => this.input.record(sale.sale_id, sale)))
  }

  async delete(...saleIds: readonly string[]): Promise<void> {
    for (const saleId of saleIds) this.table.delete(saleId)
    await this.producer.send(saleIds.map((saleId) => this.input.record(saleId, null)))
  }

  async sendRaw(record: Omit<OutgoingRecord, 'topic'>): Promise<void> {
    await this.producer.send([{ topic: this.input.name, ...record }])
  }

  async followCities(): Promise<() => Totals> {
    const partials = await this.#follow(salesByCity, ({ country, region, city, currency, day, shard }) =>
      [country, region, city, currency, day, shard].join('|')
    )
    return () => mergedCities(partials)
  }

  async followSalesmen(): Promise<() => Totals> {
    const partials = await this.#follow(salesBySalesman, ({ country, salesman_id, currency, day, shard }) =>
      [country, salesman_id, currency, day, shard].join('|')
    )
    return () => mergedSalesmen(partials)
  }

  /** What the followers are to see, counted from the sales. */
  expectedCities(): Totals {
    return cityTotals(this.table.values())
  }

  expectedSalesmen(): Totals {
    return salesmanTotals(this.table.values())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#services.map((service) => service.stop()))
    this.#following.abort()
    await Promise.all(this.#followers)
    await this.producer.disconnect()
    await rm(this.#folder, { recursive: true, force: true })
  }

  /** Keeps the newest partial total of each group and shard, as whoever merges them does. */
  async #follow<K, V extends { readonly version: Version }>(
    contract: Topic<K, V>,
    groupOf: (key: K) => string
  ): Promise<ReadonlyMap<string, V>> {
    const topic = await this.kafka.open(contract)
    const newest = new Map<string, V>()
    const consuming = this.kafka.consume({
      group: `${topic.name}-follower`,
      topics: [topic.name],
      signal: this.#following.signal,
      batch: async ({ messages }) => {
        for (const record of await topic.decode(messages)) {
          if (record.failure !== undefined || record.value === null) throw new Error('not a partial total')
          const group = groupOf(record.key)
          const known = newest.get(group)
          if (known === undefined || isNewer(record.value.version, known.version)) newest.set(group, record.value)
        }
      }
    })
    this.#followers.push(consuming)
    return newest
  }
}

function isNewer(a: Version, b: Version): boolean {
  return a.generation === b.generation ? a.offset > b.offset : a.generation > b.generation
}
