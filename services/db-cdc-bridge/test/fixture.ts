import assert from 'node:assert/strict'
import { sales, type Sale } from '@sales-pipeline/contracts'
import { KafkaClient } from '@sales-pipeline/kafka'
import { createLogger } from '@sales-pipeline/observability'
import { eventually, spawnService, useStack, type ServiceProcess } from '@sales-pipeline/testkit'
import type { Topic } from '@sales-pipeline/contracts'
import pg from 'pg'

const SCHEMA = new URL('../../../examples/source-database/schema.sql', import.meta.url)

/** A source database, topics, and all that a test does with them. */
export interface Fixture extends AsyncDisposable {
  readonly slot: string
  /** The source, as its owner. */
  readonly db: pg.Client
  readonly ownerUrl: string
  /** The source, as the bridge. */
  readonly url: string
  /** Runs a statement as the server's administrator, in the source database. */
  admin(text: string, values?: readonly unknown[]): Promise<void>
  start(env?: Readonly<Record<string, string>>): Promise<ServiceProcess>
  /** What a topic holds, in the order of its partitions. */
  read<K, V>(topic: Topic<K, V>): Promise<{ readonly key: K; readonly value: V | null; readonly headers: object }[]>
  /** Resolves when the topic `sales`, as a table, is the join of the source's tables. */
  inStep(timeoutMs?: number): Promise<number>
  metric(service: ServiceProcess, line: string): Promise<number>
}

/** Everything anew, for one test. */
export async function fixture(): Promise<Fixture> {
  const stack = await useStack()
  const topics = await stack.topics()
  const database = await stack.database([SCHEMA])
  const db = new pg.Client({ connectionString: database.url })
  await db.connect()
  const slot = new URL(database.url).pathname.slice(1)
  const kafka = new KafkaClient(topics.settings, { logger: createLogger({ service: 'test', level: 'fatal' }) })

  async function read<K, V>(contract: Topic<K, V>) {
    const topic = await kafka.open(contract)
    const partitions = Array.from({ length: contract.partitions }, async (_, partition) => {
      const records: { key: K; value: V | null; headers: object }[] = []
      await kafka.readPartition(topic, partition, async (messages) => {
        for (const record of await topic.decode(messages)) {
          assert.ok(record.failure === undefined, 'undecodable')
          records.push(record)
        }
      })
      return records
    })
    return (await Promise.all(partitions)).flat()
  }

  return {
    slot,
    db,
    ownerUrl: database.url,
    url: database.bridgeUrl,
    read,
    admin: async (text, values = []) => {
      const url = new URL(stack.postgresUrl)
      url.pathname = slot
      const admin = new pg.Client({ connectionString: url.href })
      await admin.connect()
      await admin.query(text, [...values])
      await admin.end()
    },
    start: async (env = {}) => {
      const service = await spawnService('db-cdc-bridge', {
        ...topics.env,
        SOURCE_DATABASE_URL: database.bridgeUrl,
        SLOT_NAME: slot,
        LOG_LEVEL: 'info',
        ...env
      })
      return service
    },
    inStep: (timeoutMs = 60_000) =>
      eventually(
        async () => {
          const actual = tableOf(await read(sales))
          const expected = await joinOf(db)
          assert.deepEqual(differences(actual, expected), [])
          return expected.size
        },
        { timeoutMs, intervalMs: 300 }
      ),
    metric: async (service, line) => {
      const text = await (await fetch(`${service.opsUrl}/metrics`)).text()
      const found = text.split('\n').find((one) => one.startsWith(line))
      assert.ok(found, `no metric ${line}`)
      return Number(found.split(' ').at(-1))
    },
    [Symbol.asyncDispose]: async () => {
      await db.end()
      await database.drop()
    }
  }
}

/** The first few keys whose lines differ. */
function differences(actual: ReadonlyMap<string, string>, expected: ReadonlyMap<string, string>): object[] {
  return [...new Set([...actual.keys(), ...expected.keys()])]
    .filter((key) => actual.get(key) !== expected.get(key))
    .slice(0, 5)
    .map((key) => ({ key, actual: actual.get(key), expected: expected.get(key) }))
}

/** The last state of each key, a line for each. */
function tableOf(records: readonly { readonly key: string; readonly value: Sale | null }[]): Map<string, string> {
  const table = new Map<string, string>()
  for (const { key, value } of records) {
    if (value === null) {
      table.delete(key)
      continue
    }
    const { place, salesman, amount, currency, sold_at, product } = value
    const { city, region, country } = place
    const fields = [salesman.id, salesman.name, city, region, country, amount, currency, sold_at, product ?? '']
    table.set(key, JSON.stringify(fields.map(String)))
  }
  return table
}

/** What the topic must hold: white space around a value is not part of it. */
const JOIN = `
  SELECT 'shop:' || sale_id AS key, salesman_id, btrim(salesman.name, E' \\n\\t\\r') AS salesman,
    btrim(city.name, E' \\n\\t\\r') AS city, btrim(region) AS region, country,
    (amount * 10000)::bigint::text AS amount, currency, floor(extract(epoch FROM sold_at) * 1000)::bigint::text AS sold_at,
    coalesce(btrim(product, E' \\n\\t\\r'), '') AS product
  FROM sale JOIN salesman USING (salesman_id) JOIN city USING (city_id)`

async function joinOf(db: pg.Client): Promise<Map<string, string>> {
  const { rows } = await db.query<Record<string, string>>(JOIN)
  return new Map(rows.map(({ key = '', ...fields }) => [key, JSON.stringify(Object.values(fields))]))
}

/** Fills the source: `salesmen` salesmen, `cities` cities, and `count` sales of theirs, ids from `s<from>` on. */
export async function seed(db: pg.Client, count: number, from = 1): Promise<void> {
  await db.query(`INSERT INTO salesman SELECT 'm' || n, 'Salesman ' || n FROM generate_series(1, 20) AS n
    ON CONFLICT DO NOTHING`)
  await db.query(`INSERT INTO city (name, region, country) SELECT 'City ' || n, '', 'USA' FROM generate_series(1, 10) AS n
    ON CONFLICT DO NOTHING`)
  await db.query(
    `INSERT INTO sale SELECT 's' || n, 'm' || 1 + n % 20, (SELECT min(city_id) FROM city) + n % 10, 'Product ' || n % 50,
      (n % 100000) / 100.0 + 1, 'USD', timestamptz '2024-01-01 00:00:00+00' + n % 500000 * interval '1 minute'
    FROM generate_series($1::int, $1 + $2 - 1) AS n`,
    [from, count]
  )
}
