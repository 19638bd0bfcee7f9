import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createMetrics } from './metrics.ts'

async function exported(metrics: ReturnType<typeof createMetrics>, name: string): Promise<string[]> {
  return (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(name))
}

test('every combination of known label values starts at zero', async () => {
  const metrics = createMetrics('a')
  metrics.counter({
    name: 'sales_pipeline_rows_total',
    help: 'h',
    labels: { code: ['X', 'Y'], format: ['csv', 'json'] }
  })
  const name = 'sales_pipeline_rows_total'
  assert.deepEqual(
    new Set(await exported(metrics, name)),
    new Set(
      ['X', 'Y'].flatMap((code) => ['csv', 'json'].map((f) => `${name}{code="${code}",format="${f}",service="a"} 0`))
    )
  )
})

test('an instrument without labels starts at zero, one with open values starts empty', async () => {
  const metrics = createMetrics('a')
  metrics.gauge({ name: 'sales_pipeline_queue_bytes', help: 'h' })
  const lag = metrics.gauge({ name: 'sales_pipeline_lag_records', help: 'h', labels: { partition: [] } })
  metrics.histogram({ name: 'sales_pipeline_flush_seconds', help: 'h', labels: { outcome: ['ok'] }, buckets: [1] })
  assert.deepEqual(await exported(metrics, 'sales_pipeline_queue_bytes'), ['sales_pipeline_queue_bytes{service="a"} 0'])
  assert.deepEqual(await exported(metrics, 'sales_pipeline_lag_records'), [])
  assert.equal((await exported(metrics, 'sales_pipeline_flush_seconds_bucket')).length, 2)
  lag.set({ partition: '3' }, 7)
  assert.equal((await exported(metrics, 'sales_pipeline_lag_records')).length, 1)
})

test('a gauge can be read at the time of the scrape', async () => {
  const metrics = createMetrics('a')
  let depth = 1
  metrics.gauge({
    name: 'sales_pipeline_queue_records',
    help: 'h',
    collect: (gauge) => {
      gauge.set(depth)
    }
  })
  depth = 5
  assert.deepEqual(await exported(metrics, 'sales_pipeline_queue_records'), [
    'sales_pipeline_queue_records{service="a"} 5'
  ])
})

test('two services in one process keep their metrics apart, and both see the event loop', async () => {
  const [a, b] = [createMetrics('a'), createMetrics('b')]
  assert.equal((await exported(a, 'nodejs_eventloop_lag_p99_seconds{service="a"}')).length, 1)
  assert.equal((await exported(b, 'nodejs_eventloop_lag_p99_seconds{service="b"}')).length, 1)
})

test('a name outside the convention is refused with the fix', () => {
  const metrics = createMetrics('a')
  const help = 'h'
  assert.throws(() => metrics.counter({ name: 'rows_total', help }), /sales_pipeline_<noun>_<unit>/)
  assert.throws(() => metrics.counter({ name: 'sales_pipeline_read_rows', help }), /ends in _total/)
  assert.throws(() => metrics.gauge({ name: 'sales_pipeline_read_rows_total', help }), /does not end in _total/)
  assert.throws(() => metrics.histogram({ name: 'sales_pipeline_flush_ms', help }), /base unit/)
})
