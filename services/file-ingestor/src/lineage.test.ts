import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkJob } from '@sales-pipeline/lineage/testing'
import { createMetrics } from '@sales-pipeline/observability'
import type { Content } from './core/lifecycle.ts'
import { config } from './config.ts'
import { fileJob, inboxJob, runIdOf } from './lineage.ts'
import { createInstruments } from './metrics.ts'

test('the jobs name what exists, and their events are as the standard wants them', async (context) => {
  const metrics = createMetrics('test')
  createInstruments(metrics, { files: () => 0, oldestSeconds: () => 0 })
  const settings = config.parse({
    KAFKA_BROKERS: 'kafka:9092',
    SCHEMA_REGISTRY_URL: 'http://registry',
    INBOX_DIR: '/inbox'
  })
  for (const job of [inboxJob('/inbox', settings), fileJob('/inbox', 'a.csv', 'abc', settings)]) {
    const { wrong, against } = await checkJob(job, metrics)
    context.diagnostic(`${job.name} checked against ${against}`)
    assert.deepEqual(wrong, [])
  }
})

test('the run of a file follows from its name, content and time', () => {
  const content: Content = { hash: 'abc', size: 3, mtimeNs: 5n }
  const id = runIdOf('a.csv', content)
  assert.match(id, /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/)
  assert.equal(runIdOf('a.csv', { ...content }), id)
  const others = [
    runIdOf('b.csv', content),
    runIdOf('a.csv', { ...content, hash: 'abd' }),
    runIdOf('a.csv', { ...content, mtimeNs: 6n })
  ]
  assert.equal(new Set([id, ...others]).size, 4)
})
