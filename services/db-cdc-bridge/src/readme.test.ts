import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createMetrics } from '@sales-pipeline/observability'
import { errorTable } from '@sales-pipeline/service-kit'
import { config } from './config.ts'
import { errors } from './errors.ts'
import { bridgeMetrics } from './metrics.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

test('the README tells every variable of this service, every error code and every metric', async () => {
  const own = /^\| `(SOURCE_|SLOT_|PUBLICATION|TRACED_)/
  for (const line of config.table().split('\n')) if (own.test(line)) assert.ok(readme.includes(line), line)
  assert.ok(readme.includes(errorTable(errors)))
  const metrics = createMetrics('test')
  bridgeMetrics(metrics)
  for (const { name, help } of await metrics.registry.getMetricsAsJSON()) {
    if (name.startsWith('sales_pipeline')) assert.ok(readme.includes(`| \`${name}\` | ${help} |`), name)
  }
})
