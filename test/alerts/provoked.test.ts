import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { ruleSets } from '@sales-pipeline/monitoring'
import type { Misbehaviour } from '@sales-pipeline/partner-service'
import { withClient } from '@sales-pipeline/stack'
import { eventually, useStack } from '@sales-pipeline/testkit'
import { breakableProxy } from '../../services/results-api/test/breakable-proxy.ts'
import { Load, ranked } from '../load.ts'
import { loseSale } from '../lost-sale.ts'
import { SERVICES, startPipeline, type Pipeline, type ServiceName } from '../pipeline.ts'
import { startPrometheus, type Prometheus } from './prometheus.ts'
import { quickRules, WINDOW } from './quick-rules.ts'

const DASHBOARDS = join(import.meta.dirname, '../../monitoring/dashboards')
const SMALL = { database: 200, file: 300, partner: 100 }
const LARGE = { database: 4_000, file: 20_000, partner: 1_000 }
const PATIENCE = { timeoutMs: 120_000, intervalMs: 250 }

describe('every alert that can be provoked here', () => {
  let pipeline: Pipeline
  let prometheus: Prometheus
  let load: Load
  let database: Awaited<ReturnType<typeof breakableProxy>>
  let mood: Misbehaviour | undefined
  let kafkaPid: number
  let files = 0
  const provoked = new Set<string>()

  before(async () => {
    const stack = await useStack()
    kafkaPid = stack.pids['kafka'] ?? 0
    assert.ok(kafkaPid > 0, `the stack names no kafka: ${JSON.stringify(stack.pids)}`)
    pipeline = await startPipeline({
      shared: { CONTROL_INTERVAL_MS: '2000', RECONCILE_AFTER_MS: '5000' },
      env: { 'soap-ingestor': { HUNG_AFTER_MS: '8000', TIMEOUT_MS: '60000', PAGE_SIZE: '20' } },
      misbehave: ({ operation }) => (operation === 'ListChangedSales' ? mood : undefined),
      before: async (url) => {
        database = await breakableProxy(url)
        return database.url
      }
    })
    const targets = SERVICES.map((name) => pipeline.process(name).opsUrl)
    prometheus = await startPrometheus({ targets, rules: quickRules() })
    load = await Load.connect(pipeline.sources, 20_261_125)
    await load.round(SMALL)
    await load.round(SMALL)
  })

  after(async () => {
    await load.close()
    await prometheus[Symbol.asyncDispose]()
    await pipeline[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
  })

  async function fires(...alerts: string[]): Promise<void> {
    const missing = new Set(alerts)
    await eventually(async () => {
      for (const alert of await prometheus.firing()) missing.delete(alert)
      assert.deepEqual([...missing], [])
    }, PATIENCE)
    for (const alert of alerts) provoked.add(alert.split(' ')[0] ?? '')
  }

  async function calm(): Promise<void> {
    await eventually(async () => {
      assert.deepEqual(await prometheus.firing(), [])
    }, PATIENCE)
  }

  /** Waits until some series of a metric is above a value; asks the service itself, as that may not last until the next scrape. */
  async function exceeds(service: ServiceName, metric: string, above: number): Promise<void> {
    await eventually(
      async () => {
        assert.ok((await valuesOf(service, metric)).some((value) => value > above))
      },
      { ...PATIENCE, intervalMs: 10 }
    )
  }

  async function valuesOf(service: ServiceName, metric: string): Promise<number[]> {
    const text = await (await fetch(`${pipeline.process(service).opsUrl}/metrics`)).text()
    const found = text.matchAll(new RegExp(`^sales_pipeline_${metric}\\{.*\\} (\\d+)$`, 'gm'))
    return [...found].map(([, value]) => Number(value))
  }

  /** Between two rounds there is nothing to publish: then Kafka goes on, and is stopped again. */
  async function stopKafkaAmidPublishing(): Promise<void> {
    await eventually(async () => {
      await exceeds('city-aggregator', 'aggregator_unpublished_groups', 10)
      process.kill(kafkaPid, 'SIGSTOP')
      await delay(500)
      const left = await valuesOf('city-aggregator', 'aggregator_unpublished_groups')
      if (left.every((value) => value === 0)) process.kill(kafkaPid, 'SIGCONT')
      assert.ok(left.some((value) => value > 0))
    }, PATIENCE)
  }

  async function settled(): Promise<void> {
    await eventually(async () => {
      const [expected, actual] = await Promise.all([load.expected(), ranked(pipeline.resultsApi)])
      assert.deepEqual(actual, expected)
    }, PATIENCE)
  }

  /** While nothing changes, what was asked before is answered without the database. */
  async function ask(filter = ''): Promise<number> {
    const response = await fetch(`${pipeline.resultsApi}/top-salesmen?limit=${1 + (files++ % 50)}${filter}`)
    await response.arrayBuffer()
    return response.status
  }

  test('a pipeline that is well has none', async () => {
    await settled()
    await calm()
  })

  test('ReconciliationDiffers: a sale is lost on its way', async () => {
    const { find } = await loseSale(pipeline)
    await fires('ReconciliationDiffers results-api')
    await find()
    await settled()
    await calm()
  })

  test('every query of every dashboard has data', async () => {
    let panels = 0
    await Promise.all(Array.from({ length: 20 }, () => ask()))
    await load.round(SMALL)
    await settled()
    await eventually(async () => {
      panels = 0
      for (const file of readdirSync(DASHBOARDS)) {
        const { panels: found } = JSON.parse(readFileSync(join(DASHBOARDS, file), 'utf8')) as Model
        for (const { title, targets } of found)
          for (const { expr } of targets) {
            const promql = expr.replaceAll('$__rate_interval', WINDOW).replaceAll('$namespace', '.*')
            const samples = await prometheus.query(promql)
            assert.ok(samples.length > 0, `${file}, ${title}: nothing comes of ${promql}`)
            assert.ok(
              samples.some(({ value }) => !Number.isNaN(value)),
              `${file}, ${title}: no number comes of ${promql}`
            )
            panels++
          }
      }
    })
    assert.ok(panels > 80, `only ${panels} queries`)
  })

  test('ServiceDown, ServiceRestarts: a service is killed, again and again', async () => {
    pipeline.process('file-ingestor').kill('SIGKILL')
    await fires('ServiceDown file-ingestor')
    for (let lives = 0; lives < 2; lives++) {
      await pipeline.killAndRestart('file-ingestor')
      await pipeline.process('file-ingestor').ready()
      await eventually(async () => {
        assert.deepEqual(await prometheus.query('absent(sales_pipeline_service_ready{service="file-ingestor"})'), [])
      })
    }
    await fires('ServiceRestarts file-ingestor')
    await calm()
  })

  test('DeadLetters, InboxFilesFail: files with a bad row, and of no use at all', async () => {
    const header = 'sale_id,salesman_id,salesman_name,city,region,country,amount,currency,sold_at\n'
    await pipeline.sources.putFile('bad-row.csv', `${header}1,7,Ann,Lyon,,France,many,EUR,2026-03-01\n`)
    await pipeline.sources.putFile('bad-header.csv', 'a,b\n1,2\n')
    await fires('DeadLetters file-ingestor', 'InboxFilesFail file-ingestor')
    await calm()
  })

  test('Partner…, ServiceNotReady, ServiceHung: the partner answers with errors, without end, not at all', async () => {
    mood = { kind: 'status', status: 503 }
    await fires('PartnerNotPolled soap-ingestor', 'ServiceNotReady soap-ingestor')
    mood = { kind: 'answer', change: (page) => ({ ...page, nextPageToken: Buffer.from('1 0').toString('base64url') }) }
    await load.round(SMALL)
    await fires('PartnerPagingStuck soap-ingestor')
    mood = { kind: 'hang' }
    await fires('ServiceHung soap-ingestor')
    mood = undefined
    await pipeline.killAndRestart('soap-ingestor')
    await calm()
  })

  test('Results…, EndToEndSlow: the results database is away, and slow', async () => {
    database.cut()
    await load.round(SMALL)
    const asking = new AbortController()
    const asked = repeat(asking.signal, () => ask())
    await fires(
      ...['ResultsStoreRetries', 'ResultsApiErrors', 'ServiceNotReady', 'StageLags', 'ResultsStale'].map(
        (name) => `${name} results-api`
      )
    )
    database.mend()
    await fires('EndToEndSlow results-api')
    asking.abort()
    await asked
    await settled()
    await calm()
    // Again and again, until the quick answers of before have left the window.
    const slowing = new AbortController()
    const slowed = repeat(slowing.signal, () =>
      withClient(database.behind, async (client) => {
        await client.query('BEGIN; LOCK TABLE salesman_total IN ACCESS EXCLUSIVE MODE')
        const slow = Array.from({ length: 4 }, () => ask(`&country=never-asked-${files}`))
        await delay(2_000)
        await client.query('ROLLBACK')
        await Promise.all(slow)
      })
    )
    await fires('ResultsApiSlow results-api')
    slowing.abort()
    await slowed
    await calm()
  })

  test('Cdc…, StageLags, Inbox…, Aggregator…: Kafka stands still under load', async () => {
    const loading = load.round(LARGE)
    await stopKafkaAmidPublishing()
    try {
      await withClient(pipeline.sources.databaseUrl, (client) =>
        client.query(`SELECT pg_logical_emit_message(false, 'test', repeat('x', 1000000)) FROM generate_series(1, 80)`)
      )
      await fires(
        ...['CdcLagBytes', 'CdcSlotRetainsLog', 'CdcCheckpointStands', 'StageLags'].map(
          (name) => `${name} db-cdc-bridge`
        ),
        'InboxFilesWait file-ingestor',
        'AggregatorPublishesNothing city-aggregator'
      )
    } finally {
      process.kill(kafkaPid, 'SIGCONT')
    }
    await loading
    await settled()
    await calm()
  })

  test('CdcSnapshotRepeated: the slot is lost', async () => {
    const bridge = pipeline.process('db-cdc-bridge')
    bridge.kill('SIGKILL')
    await bridge.exited
    const stack = await useStack()
    await withClient(stack.postgresUrl, (admin) =>
      eventually(() => admin.query('SELECT pg_drop_replication_slot($1)', [pipeline.slot]))
    )
    await pipeline.killAndRestart('db-cdc-bridge')
    await fires('CdcSnapshotRepeated db-cdc-bridge')
    await settled()
    await calm()
  })

  test('AggregatorRebuilds, AggregatorShardsNotLive, StageBacklog: a rebuild that does not get on', async () => {
    await pipeline.killAndRestart('city-aggregator', { GENERATION: '2' })
    await exceeds('city-aggregator', 'lag_records', 1_000)
    process.kill(kafkaPid, 'SIGSTOP')
    try {
      const expected = ['AggregatorRebuilds', 'AggregatorShardsNotLive', 'StageBacklog']
      await fires(...expected.map((name) => `${name} city-aggregator`))
    } finally {
      process.kill(kafkaPid, 'SIGCONT')
    }
    await settled()
    await calm()
  })

  test('EventLoopBlocked: a process gets no CPU for moments', async () => {
    const starving = new AbortController()
    const victim = pipeline.process('salesman-aggregator')
    const starved = repeat(starving.signal, async () => {
      victim.kill('SIGSTOP')
      await delay(400)
      victim.kill('SIGCONT')
      await delay(100)
    })
    await fires('EventLoopBlocked salesman-aggregator')
    starving.abort()
    await starved
    await calm()
  })

  test('all of them were', () => {
    const alerts = new Set(ruleSets.flatMap((rules) => rules.alerts.map(({ name }) => name)))
    assert.deepEqual(
      [...alerts].filter((alert) => !provoked.has(alert)),
      []
    )
  })
})

interface Model {
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[]
}

async function repeat(signal: AbortSignal, work: () => Promise<unknown>): Promise<void> {
  while (!signal.aborted) {
    await work()
    await delay(20)
  }
}
