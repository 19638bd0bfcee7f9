import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { createMetrics } from '@sales-pipeline/observability'
import { errorTable } from '@sales-pipeline/service-kit'
import { config, required } from './config.ts'
import { errors } from './errors.ts'
import { assessorInstruments, keeperInstruments, portalInstruments } from './metrics.ts'

const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')

test('the README lists every variable and every error as they are', () => {
  assert.ok(README.includes(config.table()), `put this into the README:\n${config.table()}`)
  assert.ok(README.includes(errorTable(errors)), `put this into the README:\n${errorTable(errors)}`)
})

test('the README names every metric of every role', () => {
  for (const make of [assessorInstruments, keeperInstruments, portalInstruments]) {
    const metrics = createMetrics('customer-quality')
    make(metrics, [])
    const ours = metrics.registry.getMetricsAsArray().filter(({ name }) => name.startsWith('sales_pipeline_'))
    for (const { name } of ours) assert.ok(README.includes(`\`${name.replace('sales_pipeline_', '')}`), name)
  }
})

test('what only some roles need is asked for by name', () => {
  const kafka = { KAFKA_BROKERS: 'kafka:9092', SCHEMA_REGISTRY_URL: 'http://registry' }
  const keeper = config.parse({ ROLE: 'keeper-mdm', ...kafka })
  assert.throws(() => required(keeper, 'MONGODB_URI'), /MONGODB_URI is missing: a keeper-mdm needs it/)
  assert.throws(() => config.parse({ ROLE: 'keeper', ...kafka }), /ROLE is "keeper": give one of portal, assessor/)
  assert.throws(() => config.parse({ ROLE: 'keeper-sandbox', ...kafka, PSEUDONYM_KEY: 'short' }), /PSEUDONYM_KEY/)
})
