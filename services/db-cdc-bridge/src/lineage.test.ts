import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkJob } from '@sales-pipeline/lineage/testing'
import { createMetrics } from '@sales-pipeline/observability'
import { config } from './config.ts'
import { lineageJobs } from './lineage.ts'
import { bridgeMetrics } from './metrics.ts'

test('the jobs name what exists, and their events are as the standard wants them', async (context) => {
  const metrics = createMetrics('test')
  bridgeMetrics(metrics)
  const env = {
    KAFKA_BROKERS: 'kafka:9092',
    SCHEMA_REGISTRY_URL: 'http://registry',
    SOURCE_DATABASE_URL: 'postgres://u:secret@db/shop'
  }
  for (const job of Object.values(lineageJobs(config.parse(env)))) {
    const { wrong, against } = await checkJob(job, metrics)
    context.diagnostic(`${job.name} checked against ${against}`)
    assert.deepEqual(wrong, [])
    assert.doesNotMatch(JSON.stringify(job), /secret/)
  }
})
