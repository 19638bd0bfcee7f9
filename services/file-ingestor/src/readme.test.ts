import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createMetrics } from '@sales-pipeline/observability'
import { errorTable } from '@sales-pipeline/service-kit'
import { config } from './config.ts'
import { CANONICAL_LAYOUT, layoutFor, parseMappings } from './core/mapping.ts'
import { errors } from './errors.ts'
import { createInstruments } from './metrics.ts'

const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

test('the README lists every variable and every error as they are', () => {
  assert.ok(README.includes(config.table()), `put this into the README:\n${config.table()}`)
  assert.ok(README.includes(errorTable(errors)), `put this into the README:\n${errorTable(errors)}`)
})

test('the README names every metric, and each is there from the start', async () => {
  const metrics = createMetrics('file-ingestor')
  createInstruments(metrics, { files: () => 0, oldestSeconds: () => 0 })
  const ours = metrics.registry.getMetricsAsArray().filter(({ name }) => name.startsWith('sales_pipeline_'))
  for (const { name } of ours) {
    assert.ok(README.includes(`\`${name.replace(/^sales_pipeline_(inbox_)?/, '')}`), name)
    assert.match(await metrics.registry.getSingleMetricAsString(name), /\n\S+ 0$/m, name)
  }
})

test('the example mapping of the README is one', () => {
  const example = /```json\n(\{\n {2}"mappings"[^]*?)```/.exec(README)?.[1] ?? ''
  const mappings = parseMappings(example)
  assert.ok(!('mistakes' in mappings), JSON.stringify(mappings))
  assert.notEqual(layoutFor('orders-2003.csv', mappings), CANONICAL_LAYOUT)
})
