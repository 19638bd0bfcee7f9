import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createMetrics } from '@sales-pipeline/observability'
import { errorTable } from '@sales-pipeline/service-kit'
import { config } from './config.ts'
import { errors } from './errors.ts'
import { createLineageInstruments } from './lineage-metrics.ts'
import { createInstruments } from './metrics.ts'

const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

test('the README lists every variable and every error as they are', () => {
  assert.ok(README.includes(config.table()), `put this into the README:\n${config.table()}`)
  assert.ok(README.includes(errorTable(errors)), `put this into the README:\n${errorTable(errors)}`)
})

test('the README names every metric; those with known labels begin at zero', async () => {
  const metrics = createMetrics('results-api')
  createInstruments(metrics, ['sales-by-city'], ['/'])
  createLineageInstruments(metrics)
  const ours = metrics.registry.getMetricsAsArray().filter(({ name }) => name.startsWith('sales_pipeline_'))
  assert.ok(ours.length >= 9)
  for (const { name } of ours) {
    assert.match(README, new RegExp(`\`${name.replace('sales_pipeline_', '')}[{\`]`))
    if (!/lag|freshness/.test(name))
      assert.match(await metrics.registry.getSingleMetricAsString(name), /\n\S+ 0$/m, name)
  }
})
