import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkJob } from '@sales-pipeline/lineage/testing'
import { createMetrics } from '@sales-pipeline/observability'
import { aggregationJob } from '@sales-pipeline/aggregator'
import { salesBySalesman } from '@sales-pipeline/contracts'
import { config, SERVICE } from './config.ts'
import { lineage } from './lineage.ts'

/** Those of packages/aggregator that rows are counted by. */
const METRICS = ['aggregator_records_total', 'aggregator_published_groups_total']

test('the job names what exists, and its events are as the standard wants them', async (context) => {
  const metrics = createMetrics('test')
  for (const name of METRICS) metrics.counter({ name: `sales_pipeline_${name}`, help: name })
  metrics.gauge({ name: 'sales_pipeline_lag_records', help: 'lag' })
  const job = aggregationJob(
    SERVICE,
    salesBySalesman,
    lineage,
    config.parse({ KAFKA_BROKERS: 'kafka:9092', SCHEMA_REGISTRY_URL: 'http://registry', STATE_DIR: '/state' })
  )
  const { wrong, against } = await checkJob(job, metrics)
  context.diagnostic(`checked against ${against}`)
  assert.deepEqual(wrong, [])
})
