import assert from 'node:assert/strict'
import { test } from 'node:test'
import { salesByCity, salesBySalesman } from '@sales-pipeline/contracts'
import { checkJob } from '@sales-pipeline/lineage/testing'
import { createMetrics } from '@sales-pipeline/observability'
import { config } from './config.ts'
import { resultsJob } from './lineage.ts'
import { createLineageInstruments } from './lineage-metrics.ts'
import { createInstruments } from './metrics.ts'

test('the job names what exists, and its events are as the standard wants them', async (context) => {
  const metrics = createMetrics('test')
  createInstruments(metrics, [salesByCity.stream, salesBySalesman.stream], [])
  createLineageInstruments(metrics)
  const job = resultsJob(
    config.parse({
      KAFKA_BROKERS: 'kafka:9092',
      SCHEMA_REGISTRY_URL: 'http://registry',
      RESULTS_DATABASE_URL: 'postgres://u:secret@db/results'
    })
  )
  const { wrong, against } = await checkJob(job, metrics)
  context.diagnostic(`checked against ${against}`)
  assert.deepEqual(wrong, [])
  assert.doesNotMatch(JSON.stringify(job), /secret/)
})
