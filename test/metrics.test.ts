import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { createInstruments as aggregator } from '../packages/aggregator/src/metrics.ts'
import { lineageInstruments } from '../packages/lineage/src/metrics.ts'
import { createMetrics, type Metrics } from '../packages/observability/src/metrics.ts'
import { createHealth } from '../packages/service-kit/src/health.ts'
import { healthInstruments } from '../packages/service-kit/src/metrics.ts'
import { assessorInstruments, keeperInstruments, portalInstruments } from '../services/customer-quality/src/metrics.ts'
import { ROUTES } from '../services/customer-quality/src/portal/adapters/http/api.ts'
import { bridgeMetrics } from '../services/db-cdc-bridge/src/metrics.ts'
import { createInstruments as inbox } from '../services/file-ingestor/src/metrics.ts'
import { createLineageInstruments } from '../services/results-api/src/lineage-metrics.ts'
import { createInstruments as results } from '../services/results-api/src/metrics.ts'
import { createReconciliationInstruments } from '../services/results-api/src/reconciliation-metrics.ts'
import { createInstruments as soap } from '../services/soap-ingestor/src/metrics.ts'

const DOCUMENT = readFileSync(new URL('../docs/metrics.md', import.meta.url), 'utf8')
const PREFIX = 'sales_pipeline_'
/** Labels whose values come with the data: there are few partitions, and few sources. */
const OPEN = new Set(['partition', 'source'])
const MOST_SERIES = 120

const SERVICES: Readonly<Record<string, (metrics: Metrics) => unknown>> = {
  'db-cdc-bridge': bridgeMetrics,
  'file-ingestor': (metrics) => inbox(metrics, { files: () => 0, oldestSeconds: () => 0 }),
  'soap-ingestor': soap,
  'city-aggregator': (metrics) => aggregator(metrics, 6),
  'salesman-aggregator': (metrics) => aggregator(metrics, 6),
  'results-api': (metrics) => [
    results(metrics, ['sales-by-city', 'sales-by-salesman'], ['/']),
    createLineageInstruments(metrics),
    createReconciliationInstruments(metrics)
  ],
  'customer-portal': (metrics) => portalInstruments(metrics, ROUTES),
  'customer-assessor': assessorInstruments,
  'customer-keeper-mdm': keeperInstruments,
  'customer-keeper-sandbox': keeperInstruments
}

interface Described {
  readonly name: string
  readonly help: string
  readonly type: string
  readonly labels: readonly string[]
  readonly series: number
}

async function metricsOf(service: string, create: (metrics: Metrics) => unknown): Promise<readonly Described[]> {
  const metrics = createMetrics(service)
  const health = createHealth()
  healthInstruments(metrics, health, () => health.readiness())
  lineageInstruments(metrics)
  create(metrics)
  const found = await metrics.registry.getMetricsAsJSON()
  return found
    .filter(({ name }) => name.startsWith(PREFIX))
    .map(({ name, help, type, values }) => ({
      ...{ name, help, type: String(type), series: values.length },
      labels: (metrics.registry.getSingleMetric(name) as unknown as { labelNames: string[] }).labelNames
    }))
}

const all = await Promise.all(
  Object.entries(SERVICES).map(async ([service, create]) => ({ service, metrics: await metricsOf(service, create) }))
)

/** The table of docs/metrics.md, from the instruments themselves. */
function table(): string {
  const rows = new Map<string, Described & { services: string[] }>()
  for (const { service, metrics } of all)
    for (const metric of metrics) {
      const row = rows.get(metric.name) ?? { ...metric, services: [] }
      assert.equal(metric.help, row.help, `${metric.name} means the same in every service`)
      assert.deepEqual(metric.labels, row.labels, `${metric.name} has the same labels in every service`)
      row.services.push(service)
      rows.set(metric.name, row)
    }
  const lines = [...rows.values()]
    .toSorted((a, b) => b.services.length - a.services.length || (a.name < b.name ? -1 : 1))
    .map(({ name, type, labels, services, help }) => {
      const shown = labels.length === 0 ? '' : `{${labels.join(',')}}`
      return `| \`${name.slice(PREFIX.length)}${shown}\` | ${type} | ${whose(services)} | ${help} |`
    })
  return ['| `sales_pipeline_…` | | service | |', '|---|---|---|---|', ...lines].join('\n')
}

/** Services that are named together where all of them have a metric. */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  all: Object.keys(SERVICES),
  'all of sales': Object.keys(SERVICES).filter((service) => !service.startsWith('customer-')),
  'all of customers': Object.keys(SERVICES).filter((service) => service.startsWith('customer-')),
  aggregators: ['city-aggregator', 'salesman-aggregator'],
  keepers: ['customer-keeper-mdm', 'customer-keeper-sandbox']
}

function whose(services: readonly string[]): string {
  const left = new Set(services)
  const names: string[] = []
  for (const [name, members] of Object.entries(TOGETHER)) {
    if (!members.every((service) => left.has(service))) continue
    names.push(name)
    for (const service of members) left.delete(service)
  }
  return [...names, ...[...left].map((service) => service.replace('-aggregator', ''))].join(', ')
}

test('docs/metrics.md lists every metric of every service as it is', () => {
  assert.ok(DOCUMENT.includes(table()), `put this into docs/metrics.md:\n${table()}`)
})

test('every metric is there from the start, and bounded', () => {
  for (const { service, metrics } of all)
    for (const { name, labels, series } of metrics) {
      const what = `${name} of ${service} has ${series} series`
      assert.ok(series <= MOST_SERIES, what)
      if (!labels.some((label) => OPEN.has(label))) assert.ok(series > 0, what)
    }
})

test('names go from what all have to what one service has', () => {
  const customer = /^customer_/
  const areas: Readonly<Record<string, RegExp>> = {
    'db-cdc-bridge': /^cdc_/,
    'file-ingestor': /^inbox_/,
    'soap-ingestor': /^soap_/,
    ...{ 'customer-portal': customer, 'customer-assessor': customer },
    'results-api': /^(sink|store|http|lineage|end_to_end|freshness|reconciliation)_/
  }
  const users = Map.groupBy(
    all.flatMap(({ service, metrics }) => metrics.map(({ name }) => ({ service, name }))),
    ({ name }) => name
  )
  for (const [name, uses] of users) {
    const [only] = uses
    const area = uses.length === 1 && only !== undefined ? areas[only.service] : undefined
    if (area !== undefined) assert.match(name.slice(PREFIX.length), area)
    if (uses.length > 1)
      assert.match(
        name.slice(PREFIX.length),
        /^(service|lineage|lag|checkpoints?|dead_letters|http|aggregator|customer)_/
      )
  }
})
