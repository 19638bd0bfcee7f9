import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { plainRules, ruleSets } from '@sales-pipeline/monitoring'
import { root } from '../src/folders.ts'
import { allRenderings } from './rendered.ts'

const renderings = await allRenderings()
const monitored = renderings.find(
  ({ chart, valuesFile }) => chart === 'sales-pipeline' && valuesFile === 'monitoring-values'
)

test('the alerts that a chart renders are those of monitoring/alerts, for one namespace', () => {
  assert.ok(monitored)
  for (const rules of ruleSets) {
    const resource = monitored.resources.find(
      ({ kind, metadata }) => kind === 'PrometheusRule' && metadata.name === rules.service
    )
    const [group] = resource?.spec?.['groups'] as [{ readonly rules: unknown }]
    const ofNamespace = JSON.stringify(group.rules)
      .replaceAll(',namespace=\\"default\\"', '')
      .replaceAll('namespace=\\"default\\"', 'service!=\\"\\"')
    assert.deepEqual(JSON.parse(ofNamespace), plainRules(rules))
  }
})

test('every dashboard is a ConfigMap that the sidecar of Grafana finds', () => {
  assert.ok(monitored)
  const found = monitored.resources.filter(({ metadata }) => metadata.labels?.['grafana_dashboard'] === '1')
  const shipped = found.flatMap(({ data }) => Object.keys(data ?? {}))
  assert.deepEqual(shipped.toSorted(), readdirSync(join(root, 'monitoring/dashboards')).toSorted())
  for (const { data } of found) for (const json of Object.values(data ?? {})) JSON.parse(json)
})
