import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { lineage } from '@sales-pipeline/contracts'
import { KafkaClient } from '@sales-pipeline/kafka'
import type { RunEvent } from '@sales-pipeline/lineage'
import { eventChecker } from '@sales-pipeline/lineage/testing'
import { createLogger } from '@sales-pipeline/observability'
import { eventually } from '@sales-pipeline/testkit'
import { Load, ranked } from './load.ts'
import { SERVICES, startPipeline, type Pipeline } from './pipeline.ts'

interface Graph {
  readonly jobs: readonly { readonly name: string; readonly health: string | null; readonly rowsPerSecond: number }[]
  readonly edges: readonly { readonly job: { name: string }; readonly dataset: { name: string }; direction: string }[]
  readonly columnEdges: readonly { readonly from: Column; readonly to: Column }[]
}

interface Column {
  readonly name: string
  readonly field: string
}

interface Behind {
  readonly total: string
  readonly ranking: { readonly total: string }
  readonly consistent: boolean
  readonly sources: readonly { readonly source: string }[]
}

interface Ranked {
  readonly items: readonly Readonly<Record<'country' | 'region' | 'city' | 'salesmanId' | 'currency', string>>[]
}

const ROUND = { database: 500, file: 1_000, partner: 300 }

const STREAMING = [
  'city-aggregator',
  'db-cdc-bridge',
  'file-ingestor',
  'results-api',
  'salesman-aggregator',
  'soap-ingestor'
]
const BATCH = ['db-cdc-bridge.snapshot', 'file-ingestor.file']

describe('lineage of the whole pipeline', () => {
  let pipeline: Pipeline
  let load: Load

  before(async () => {
    pipeline = await startPipeline()
    load = await Load.connect(pipeline.sources, 20_261_124)
    await load.round(ROUND)
  })

  after(async () => {
    await load.close()
    await pipeline[Symbol.asyncDispose]()
  })

  const ask = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${pipeline.resultsApi}${path}`)
    assert.equal(response.status, 200, `${path}: ${response.status}`)
    return (await response.json()) as T
  }

  /** Waits until every total equals the sum of the sales behind it; answers with their sources and number. */
  const consistent = () =>
    eventually(
      async () => {
        const cities = (await ask<Ranked>('/top-sales-per-city?limit=20')).items
        const salesmen = (await ask<Ranked>('/top-salesmen?limit=20')).items
        assert.ok(cities.length > 0 && salesmen.length > 0)
        const paths = [...cities.map(pathOfCity), ...salesmen.map(pathOfSalesman)]
        const found = await Promise.all(paths.map((path) => ask<Behind>(path)))
        const apart = found.flatMap(({ consistent: agrees, total, ranking }, index) =>
          agrees ? [] : [`${paths[index] ?? ''}: ${total}, ranked ${ranking.total}`]
        )
        assert.deepEqual(apart, [])
        return new Set(found.flatMap(({ sources }) => sources.map(({ source }) => source)))
      },
      { timeoutMs: 120_000 }
    )

  test('every total is the exact sum of the sales behind it, from all three sources', async () => {
    assert.equal((await consistent()).size, 3)
  })

  test('the graph has every job at work, and leads from a column of the source to the totals', async () => {
    await eventually(
      async () => {
        const { jobs, edges, columnEdges } = await ask<Graph>('/lineage')
        const names = (healths: readonly string[]) =>
          jobs.filter(({ health }) => healths.includes(health ?? '')).map(({ name }) => name)
        assert.deepEqual(names(['working']), STREAMING)
        assert.deepEqual(names(['completed']), BATCH)
        assert.ok(edges.length > 20)
        const reached = [{ name: 'sale', field: 'amount' }]
        for (const { name, field } of reached) {
          const next = columnEdges.filter(({ from }) => from.name.endsWith(name) && from.field === field)
          for (const { to } of next)
            if (!reached.some((known) => known.name === to.name && known.field === to.field)) reached.push(to)
        }
        const ends = reached.filter(({ field }) => field === 'total').map(({ name }) => name.split('.').at(-1))
        for (const table of ['city_total', 'country_total', 'salesman_total'])
          assert.ok(ends.includes(table), JSON.stringify(reached))
      },
      { timeoutMs: 60_000 }
    )
  })

  test('every event is as the standard wants it', async (context) => {
    const { check, against } = eventChecker()
    const kafka = new KafkaClient(pipeline.kafka, { logger: createLogger({ service: 'test', level: 'silent' }) })
    const topic = await kafka.open(lineage)
    let events = 0
    await kafka.readPartition(topic, 0, async (messages) => {
      for (const record of await topic.decode(messages)) {
        assert.equal(record.failure, undefined)
        assert.deepEqual(check(JSON.parse(record.value?.event ?? '') as RunEvent), [])
        events++
      }
    })
    assert.ok(events >= STREAMING.length + 2 * BATCH.length)
    context.diagnostic(`${events} events checked against ${against}`)
  })

  test('killed all at once in mid-load, every total is still the sum of its sales, as SQL over the sources has it', async () => {
    const loading = load.round(ROUND)
    await Promise.all(SERVICES.map((service) => pipeline.killAndRestart(service)))
    await loading
    await eventually(
      async () => {
        const [expected, actual] = await Promise.all([load.expected(), ranked(pipeline.resultsApi)])
        assert.deepEqual(actual, expected)
      },
      { timeoutMs: 120_000 }
    )
    await consistent()
  })
})

function pathOfCity({ country, city, region, currency }: Ranked['items'][number]): string {
  const filter = new URLSearchParams({ region, currency, limit: '3' }).toString()
  return `/lineage/cities/${encodeURIComponent(country)}/${encodeURIComponent(city)}?${filter}`
}

function pathOfSalesman({ salesmanId, currency }: Ranked['items'][number]): string {
  return `/lineage/salesmen/${encodeURIComponent(salesmanId)}?currency=${currency}`
}
