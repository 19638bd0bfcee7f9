import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startPartner } from '@sales-pipeline/partner-service'
import { HOST } from '@sales-pipeline/stack'
import { eventually } from '@sales-pipeline/testkit'
import type { Bench, BenchTopics, MeasuredService } from '../bench.ts'
import { connected, insertMarket, insertSales, SOURCE_SCHEMA } from '../data/source.ts'
import { distributionOf } from '../measure/percentiles.ts'
import type { Row, Stage } from '../stage.ts'
import { Probes } from './probes.ts'
import { startStore, type StoreRun } from './sink-run.ts'
import { SteadyWriter } from './steady-writer.ts'

const MOST_P99_MS = 1_000
/** Less load than was asked for proves nothing. */
const LEAST_OF_RATE = 0.95
/** There when it begins, so that no table is empty. */
const HISTORY = 20_000
const WARM_UP_SECONDS = 5
const PRELOAD_WITHIN_MS = 120_000

/** All six services; commits in the source followed until the API shows them. */
export const endToEnd: Stage = {
  name: 'end-to-end',
  about: 'from a commit in the source database to the first answer of the API that shows it',
  run: async (bench) => {
    await using resources = new AsyncDisposableStack()
    const folder = await bench.folder()
    resources.defer(() => rm(folder, { recursive: true, force: true }))
    const source = resources.use(await bench.stack.database([SOURCE_SCHEMA]))
    const client = await connected(source.url)
    resources.defer(() => client.end())
    await insertMarket(client)
    await insertSales(client, { from: 0, to: HISTORY, perTransaction: 1000 })

    const topics = await bench.topics()
    const partner = resources.use(await startPartner({ host: HOST, port: 0 }))
    const environments = environmentsOf(topics, { folder, source: source.bridgeUrl, partner: partner.wsdlUrl })
    const services: MeasuredService[] = []
    for (const [name, env] of environments) services.push(resources.use(await bench.start(name, topics, env)))
    const store = resources.use(await startStore(bench, topics))
    await Promise.all([...services, store].map((service) => service.ready()))
    return [await follow(bench, source.url, store)]
  }
}

async function follow(bench: Bench, sourceUrl: string, store: StoreRun): Promise<Row> {
  const { latencySeconds, latencyRate } = bench.sizes
  const api = `http://${HOST}:${store.port}/api/v1/top-sales-per-city`
  await untilCounted(api, HISTORY)
  await using writer = await SteadyWriter.start(sourceUrl, latencyRate)
  await using probes = await Probes.start(sourceUrl, api)
  await probes.during(WARM_UP_SECONDS)
  writer.begin()
  const { count, p50, p95, p99, max } = distributionOf(await probes.during(latencySeconds))
  const ms = (value: number): string => `${value.toFixed(0)} ms`
  return {
    what: 'end to end, p99',
    ours: { value: p99, unit: 'ms' },
    limit: null,
    memory: null,
    aim: {
      text: `p99 < 1 s at ${latencyRate}/s`,
      met: p99 < MOST_P99_MS && writer.rate >= latencyRate * LEAST_OF_RATE
    },
    notes: [
      `p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}, max ${ms(max)} of ${count} commits followed`,
      `${writer.rate.toFixed(0)} sales/s committed one by one (asked for: ${latencyRate}) for ${latencySeconds} s`,
      `the API was asked ${probes.polls} times`
    ]
  }
}

function environmentsOf(
  { prefix }: BenchTopics,
  { folder, source, partner }: { readonly folder: string; readonly source: string; readonly partner: string }
): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  const aggregator = (name: string) =>
    [name, { STATE_DIR: join(folder, name), CONSUMER_GROUP: `${prefix}${name}` }] as const
  return [
    ['db-cdc-bridge', { SOURCE_DATABASE_URL: source, SLOT_NAME: 'bridge' }],
    ['file-ingestor', { INBOX_DIR: join(folder, 'inbox') }],
    ['soap-ingestor', { PARTNER_WSDL: partner }],
    aggregator('city-aggregator'),
    aggregator('salesman-aggregator')
  ]
}

/** What was there before has arrived. */
function untilCounted(api: string, count: number): Promise<void> {
  return eventually(
    async () => {
      const { items } = (await (await fetch(`${api}?limit=5000`)).json()) as { items: { count: number }[] }
      const counted = items.reduce((sum, item) => sum + item.count, 0)
      if (counted !== count) throw new Error(`the API shows ${counted} sales of ${count}`)
    },
    { timeoutMs: PRELOAD_WITHIN_MS, intervalMs: 500 }
  )
}
