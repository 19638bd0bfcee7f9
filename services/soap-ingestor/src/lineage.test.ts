import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkJob } from '@sales-pipeline/lineage/testing'
import { createMetrics } from '@sales-pipeline/observability'
import { config } from './config.ts'
import { pollingJob } from './lineage.ts'
import { createInstruments } from './metrics.ts'

test('the job names what exists, and its events are as the standard wants them', async (context) => {
  const metrics = createMetrics('test')
  createInstruments(metrics)
  const job = pollingJob(
    config.parse({
      KAFKA_BROKERS: 'kafka:9092',
      SCHEMA_REGISTRY_URL: 'http://registry',
      PARTNER_WSDL: 'http://partner/sales?wsdl'
    })
  )
  const { wrong, against } = await checkJob(job, metrics)
  context.diagnostic(`checked against ${against}`)
  assert.deepEqual(wrong, [])
})
