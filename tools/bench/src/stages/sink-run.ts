import { setTimeout as delay } from 'node:timers/promises'
import { salesByCity, salesBySalesman } from '@sales-pipeline/contracts'
import { freePorts, HOST } from '@sales-pipeline/stack'
import type { TestDatabase } from '@sales-pipeline/testkit'
import pg from 'pg'
import type { Bench, BenchTopics, MeasuredService } from '../bench.ts'
import { cityPartials, salesmanPartials } from '../data/partials.ts'
import { connected } from '../data/source.ts'
import type { Rate } from '../measure/rate.ts'
import { fill } from './filling.ts'

const POLL_MS = 50
/** The service makes its tables when it starts. */
const UNDEFINED_TABLE = '42P01'

export async function fillCities(topics: BenchTopics, count: number): Promise<void> {
  const topic = await topics.kafka.open(salesByCity)
  const partials = cityPartials(count)
  await fill(
    topics,
    partials.map(({ key, value }) => topic.record(key, value, { partition: key.shard }))
  )
}

export async function fillSalesmen(topics: BenchTopics, count: number): Promise<void> {
  const topic = await topics.kafka.open(salesBySalesman)
  const partials = salesmanPartials(count)
  await fill(
    topics,
    partials.map(({ key, value }) => topic.record(key, value, { partition: key.shard }))
  )
}

interface Applied {
  readonly count: number
  readonly time: number
}

/** results-api on a store of its own. */
export interface StoreRun extends MeasuredService {
  readonly database: TestDatabase
  readonly port: number
  /** The rate at which the store came to hold so many partials: from the first of them that were seen to the last. */
  filled(count: number): Promise<Rate>
}

export async function startStore(bench: Bench, topics: BenchTopics): Promise<StoreRun> {
  const database = await bench.stack.database()
  const [port = 0] = await freePorts(1)
  const service = await bench.start('results-api', topics, {
    RESULTS_DATABASE_URL: database.url,
    HTTP_HOST: HOST,
    HTTP_PORT: String(port),
    CONSUMER_GROUP: `${topics.prefix}results-api`
  })
  return {
    ...service,
    database,
    port,
    filled: (count) => filled(database.url, count, service.mustRun),
    [Symbol.asyncDispose]: async () => {
      await service.stop()
      await database.drop()
    }
  }
}

async function filled(url: string, count: number, mustGoOn: () => void): Promise<Rate> {
  const client = await connected(url)
  try {
    let first = await appliedMoreThan(client, 0, mustGoOn)
    const last = first.count < count ? await appliedMoreThan(client, count - 1, mustGoOn) : first
    if (first === last) first = { count: 0, time: first.time }
    return { count: last.count - first.count, seconds: (last.time - first.time) / 1000 }
  } finally {
    await client.end()
  }
}

/** The sink's own position is moved by the transaction that applies the partials before it. */
async function appliedMoreThan(client: pg.Client, count: number, mustGoOn: () => void): Promise<Applied> {
  for (;;) {
    mustGoOn()
    const applied = await client
      .query<{ applied: string | null }>('SELECT sum(next_offset) AS applied FROM sink_progress')
      .then(({ rows }) => Number(rows[0]?.applied ?? 0), zeroIfUndefined)
    if (applied > count) return { count: applied, time: performance.now() }
    await delay(POLL_MS)
  }
}

function zeroIfUndefined(error: unknown): number {
  if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return 0
  throw error
}
