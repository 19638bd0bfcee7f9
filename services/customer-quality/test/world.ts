import { randomBytes } from 'node:crypto'
import { MongoClient, type Db } from 'mongodb'
import { custchannel, customerTopics, type CustomerRecord, type Topic } from '@sales-pipeline/contracts'
import { KafkaClient, type OpenTopic, type OutgoingRecord, type Producer } from '@sales-pipeline/kafka'
import { createLogger } from '@sales-pipeline/observability'
import { spawnService, useMongodb, useStack, type ServiceProcess, type TestTopics } from '@sales-pipeline/testkit'
import { freePorts } from '@sales-pipeline/stack'
import type { RecordDocument } from '../src/keeper/adapters/halves.ts'
import type { Golden } from '../src/keeper/core/golden.ts'

export const SERVICE = 'customer-quality'
const BOTH_HALVES = { recorded_for: { $exists: true }, judged_for: { $exists: true } }
const KEY = 'a key for tests, and for nothing else'

type Role = 'portal' | 'assessor' | 'keeper-mdm' | 'keeper-sandbox'

/** Topics, databases and roles of one test. */
export class World implements AsyncDisposable {
  readonly kafka: KafkaClient
  readonly input: OpenTopic<string, CustomerRecord>
  readonly mdm: Db
  readonly sandbox: Db
  readonly #env: Readonly<Record<string, string>>
  readonly #mongo: MongoClient
  readonly #producer: Producer
  readonly #roles: ServiceProcess[] = []

  private constructor(
    topics: TestTopics,
    kafka: KafkaClient,
    input: OpenTopic<string, CustomerRecord>,
    mongodb: { uri: string; database: string }
  ) {
    this.kafka = kafka
    this.input = input
    this.#producer = kafka.producer()
    this.#mongo = new MongoClient(mongodb.uri)
    this.mdm = this.#mongo.db(`${mongodb.database}_mdm`)
    this.sandbox = this.#mongo.db(`${mongodb.database}_sandbox`)
    this.#env = { ...topics.env, MONGODB_URI: mongodb.uri, PSEUDONYM_KEY: KEY }
  }

  static async create(): Promise<World> {
    const stack = await useStack()
    const [topics, mongodb] = await Promise.all([stack.topics({ topics: customerTopics }), useMongodb()])
    const kafka = new KafkaClient(topics.settings, { logger: createLogger({ service: 'test', level: 'silent' }) })
    return new World(topics, kafka, await kafka.open(custchannel), mongodb)
  }

  /** Starts a role and waits until it is ready. */
  async spawn(role: Role, env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
    const prefix = this.#env['TOPIC_PREFIX'] ?? ''
    const database = role === 'keeper-mdm' ? this.mdm : this.sandbox
    const own = { ROLE: role, CONSUMER_GROUP: prefix + role, MONGODB_DATABASE: database.databaseName }
    const process = await spawnService(SERVICE, { ...this.#env, ...own, ...env })
    this.#roles.push(process)
    await process.ready()
    return process
  }

  async send(...records: readonly CustomerRecord[]): Promise<void> {
    await this.sendRaw(...records.map((record) => this.input.record(record.customer_id, record)))
  }

  async sendRaw(...records: readonly OutgoingRecord[]): Promise<void> {
    await this.#producer.send(records)
  }

  /** All that a topic holds now, in the order of its partitions. */
  async all<V>(contract: Topic<string, V> | Topic<null, V>): Promise<V[]> {
    const topic = await this.kafka.open(contract as Topic<string, V>)
    const found: V[] = []
    for (let partition = 0; partition < contract.partitions; partition++) {
      await this.kafka.readPartition(topic, partition, async (messages) => {
        for (const record of await topic.decode(messages)) {
          if (record.failure === undefined && record.value !== null) found.push(record.value)
        }
      })
    }
    return found
  }

  /** How many records a topic has been given. */
  async count<V>(contract: Topic<string, V>): Promise<number> {
    const ranges = await this.kafka.offsets(await this.kafka.open(contract))
    return [...ranges.values()].reduce((sum, { high }) => sum + Number(high), 0)
  }

  /** A port that stays the same when its role starts again. */
  async freePort(): Promise<string> {
    const [port] = await freePorts(1)
    return String(port)
  }

  /** Starts a role again that has ended, or is about to. */
  async restart(role: ServiceProcess): Promise<ServiceProcess> {
    const again = await role.restart()
    this.#roles.push(again)
    return again
  }

  /** Of the records that have both halves: the verdicts on each customer's. */
  async verdictsByCustomer(db: Db): Promise<Map<string, string[]>> {
    const whole = db.collection<RecordDocument<unknown>>('records').find(BOTH_HALVES as object)
    const found = await whole.toArray()
    return new Map(
      [...Map.groupBy(found, ({ recorded_for }) => recorded_for ?? '')].map(([customer, records]) => [
        customer,
        records.map(({ verdict }) => verdict?.verdict ?? '')
      ])
    )
  }

  async customersOf(db: Db): Promise<string[]> {
    return [...(await this.verdictsByCustomer(db)).keys()]
  }

  /** The golden records that somebody is left in. */
  async persons(): Promise<Golden[]> {
    return this.mdm
      .collection<Golden>('golden')
      .find({ 'members.0': { $exists: true } })
      .toArray()
  }

  /** How many records of a database are in each state. */
  async states(db: Db): Promise<Record<string, number>> {
    const states = ['kept', 'quarantined']
    const records = db.collection('records')
    const counts = await Promise.all(
      states.map((state) => records.countDocuments({ state, recorded_for: { $exists: true } }))
    )
    return Object.fromEntries(states.map((state, at) => [state, counts[at] ?? 0]))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#roles.map((role) => role.stop()))
    await this.#producer.disconnect()
    await this.#mongo.close()
  }
}

export function customerId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

export function garbage(input: OpenTopic<string, CustomerRecord>): OutgoingRecord {
  return { topic: input.name, key: randomBytes(4), value: randomBytes(40), partition: 0 }
}

/** Where a portal on a free port listens. */
export function portalUrl({ logs }: Pick<ServiceProcess, 'logs'>): string {
  const line = logs.split('\n').find((text) => text.includes('Listening for registrations')) ?? '{}'
  const { port } = JSON.parse(line) as { port: number }
  return `http://127.0.0.1:${port}`
}
