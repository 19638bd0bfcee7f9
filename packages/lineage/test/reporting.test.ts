import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lineage, sales } from '@sales-pipeline/contracts'
import { KafkaClient } from '@sales-pipeline/kafka'
import { createLogger, createMetrics } from '@sales-pipeline/observability'
import { createHealth, kafkaSettings, ServiceError, type CommonConfig } from '@sales-pipeline/service-kit'
import { eventually, useStack } from '@sales-pipeline/testkit'
import { openLineage, topicDataset, type Job, type RunEvent } from '../src/index.ts'
import { eventChecker } from '../src/testing/index.ts'

const logger = createLogger({ service: 'test', level: 'silent' })
const { check } = eventChecker()

/** A process with one job, whose rows are counted by hand. */
function aProcess(config: CommonConfig) {
  const metrics = createMetrics('test')
  const rows = metrics.counter({ name: 'sales_pipeline_test_rows_total', help: 'rows' })
  const input = topicDataset(sales, { brokers: config.KAFKA_BROKERS, topicPrefix: config.TOPIC_PREFIX })
  const job: Job = {
    ...{
      namespace: 'test',
      name: 'job',
      description: 'A job',
      owner: 'nobody',
      processing: 'STREAMING',
      kind: 'SERVICE'
    },
    inputs: [input],
    outputs: [{ ...input, columns: {} }],
    measures: {
      rowsIn: [{ metric: 'sales_pipeline_test_rows_total' }],
      rowsRefused: [],
      rowsOut: { [input.name]: [{ metric: 'sales_pipeline_test_rows_total' }] }
    }
  }
  const health = createHealth()
  const stop = new AbortController()
  const told = openLineage({ config, logger, metrics, health, signal: stop.signal }, 'test', job)
  const app = told.within({ services: [] })
  const running = Promise.all(app.services.map((service) => service.run(stop.signal)))
  return {
    ...{ rows, health, metrics, job, runs: told.runs! },
    end: async (error?: unknown) => {
      stop.abort()
      await running
      await app.ended?.(error === undefined ? {} : { error })
    }
  }
}

async function aConfig(brokers?: string): Promise<CommonConfig> {
  const { env } = await (await useStack()).topics()
  return {
    KAFKA_BROKERS: [brokers ?? env.KAFKA_BROKERS],
    SCHEMA_REGISTRY_URL: env.SCHEMA_REGISTRY_URL,
    TOPIC_PREFIX: env.TOPIC_PREFIX,
    ...{ KAFKA_TLS: false, LINEAGE: 'on', LINEAGE_NAMESPACE: 'test', LINEAGE_INTERVAL_MS: 100 }
  } as CommonConfig
}

/** Every event so far, each checked. */
async function eventsOf(config: CommonConfig): Promise<RunEvent[]> {
  const kafka = new KafkaClient(kafkaSettings(config, 'test'), { logger })
  const topic = await kafka.open(lineage)
  const events: RunEvent[] = []
  await kafka.readPartition(topic, 0, async (messages) => {
    for (const record of await topic.decode(messages)) {
      assert.equal(record.failure, undefined)
      events.push(JSON.parse(record.value?.event ?? '') as RunEvent)
    }
  })
  for (const event of events) assert.deepEqual(check(event), [])
  return events
}

const typesOf = (events: readonly RunEvent[]): string =>
  [...new Set(events.map(({ eventType }) => eventType))].join(' ')

test('a run that drains: START, RUNNING with what was done since, COMPLETE; readiness is told at once', async () => {
  const config = await aConfig()
  const process = aProcess(config)
  process.health.component('kafka').notReady('away')
  process.rows.inc(7)
  await eventually(async () => {
    const last = (await eventsOf(config)).at(-1)
    // START may know the reason already.
    assert.equal(last?.eventType, 'RUNNING')
    assert.deepEqual(last.run.facets['salesPipeline_progress']?.['reasons'], { kafka: 'away' })
  })
  process.rows.inc(5)
  await process.end()
  const events = await eventsOf(config)
  assert.equal(typesOf(events), 'START RUNNING COMPLETE')
  assert.equal(events.filter(({ eventType }) => eventType === 'START' || eventType === 'COMPLETE').length, 2)
  assert.equal(new Set(events.map(({ run }) => run.runId)).size, 1)
  const counted = events.map(({ outputs }) => Number(outputs[0]?.outputFacets['outputStatistics']?.['rowCount'] ?? 0))
  const began = Number(events.at(-1)?.run.facets['salesPipeline_progress']?.['rowsIn'])
  assert.equal(
    counted.reduce((sum, rows) => sum + rows, 0),
    began
  )
})

test('a run that fails says why, and tells no password', async () => {
  const config = await aConfig()
  const process = aProcess(config)
  await eventually(async () => {
    assert.ok((await eventsOf(config)).length > 0)
  })
  const message = 'cannot reach postgres://user:secret@db/shop'
  await process.end(new ServiceError({ code: 'STORE_REFUSED', message, fix: 'mend it', retryable: false }))
  const last = (await eventsOf(config)).at(-1)!
  assert.equal(last.eventType, 'FAIL')
  assert.match(
    String(last.run.facets['errorMessage']?.['message']),
    /^STORE_REFUSED: cannot reach postgres:\/\/user:\[redacted\]@/
  )
  assert.doesNotMatch(JSON.stringify(last), /secret/)
})

test('batch runs know their parent; work that fails is a FAIL, and is thrown on', async () => {
  const config = await aConfig()
  const process = aProcess(config)
  const job: Job = { ...process.job, name: 'job.batch', processing: 'BATCH' }
  const [one, two] = ['a1b2c3d4-0000-4000-8000-000000000001', 'a1b2c3d4-0000-4000-8000-000000000002']
  const { signal } = new AbortController()
  const done = await process.runs.during(job, one, signal, () => {
    process.rows.inc(3)
    return Promise.resolve('done')
  })
  assert.equal(done, 'done')
  const bug = new Error('a bug')
  await assert.rejects(
    process.runs.during(job, two, signal, () => Promise.reject(bug)),
    bug
  )
  await process.end()
  const events = await eventsOf(config)
  const of = (id: string) => events.filter(({ run }) => run.runId === id)
  assert.equal(typesOf(of(one)), 'START COMPLETE')
  assert.equal(of(one)[1]?.outputs[0]?.outputFacets['outputStatistics']?.['rowCount'], 3)
  assert.equal(typesOf(of(two)), 'START FAIL')
  const parent = of(one)[0]?.run.facets['parent'] as { run: { runId: string } } | undefined
  assert.equal(parent?.run.runId, events.find(({ job: { name } }) => name === 'job')?.run.runId)
})

test('while Kafka is away nothing waits, little is kept, what is dropped is counted, and the end is bounded', async () => {
  const config = await aConfig('127.0.0.1:9')
  const process = aProcess(config)
  await eventually(async () => {
    const dropped = await process.metrics.registry.getSingleMetricAsString(
      'sales_pipeline_lineage_events_dropped_total'
    )
    assert.match(dropped, /type="RUNNING",service="test"\} [1-9]|service="test",type="RUNNING"\} [1-9]/)
  })
  const began = performance.now()
  await process.end()
  assert.ok(performance.now() - began < 10_000)
})

test('with LINEAGE=off there is no reporter', async () => {
  const config = { ...(await aConfig()), LINEAGE: 'off' } as CommonConfig
  const context = {
    config,
    logger,
    metrics: createMetrics('test'),
    health: createHealth(),
    signal: AbortSignal.abort()
  }
  const told = openLineage(context, 'test', aProcess(config).job)
  const app = { services: [] }
  assert.equal(told.within(app), app)
  assert.equal(told.runs, undefined)
})
