import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { ruleSets } from './index.ts'
import { chartRules, plainRules } from './render.ts'

const ROOT = join(import.meta.dirname, '../../../..')
const RUNBOOKS = join(ROOT, 'docs/runbooks')
const alerts = [...new Set(ruleSets.flatMap((rules) => rules.alerts.map(({ name }) => name)))].toSorted()

test('every alert has a runbook, and every runbook an alert', () => {
  const pages = readdirSync(RUNBOOKS).filter((file) => file !== 'README.md')
  assert.deepEqual(pages.map((file) => file.replace('.md', '')).toSorted(), alerts)
})

test('every runbook says what it means, how bad it is, what to see and to do', () => {
  for (const alert of alerts) {
    const text = readFileSync(join(RUNBOOKS, `${alert}.md`), 'utf8')
    for (const part of [`# ${alert}\n`, '**What it means.**', '**How bad.**', '## See\n', '## Do\n', '## Afterwards\n'])
      assert.ok(text.includes(part), `docs/runbooks/${alert}.md lacks ${part}`)
  }
})

test('every rule says how bad it is, of which service, what happens and where to read on', () => {
  for (const rules of ruleSets)
    for (const { alert, expr, labels, annotations } of plainRules(rules)) {
      assert.equal(labels['service'], rules.service)
      assert.ok(expr.includes(`service="${rules.service}"`), `${alert} is of ${rules.service}`)
      assert.deepEqual(Object.keys(annotations), ['summary', 'description', 'runbook_url'])
      assert.equal(annotations['runbook_url'], `docs/runbooks/${alert}.md`)
    }
})

test('an alert has one name within a service, and every threshold is used', () => {
  for (const { service, thresholds, alerts: own } of ruleSets) {
    assert.equal(new Set(own.map(({ name }) => name)).size, own.length, service)
    const text = JSON.stringify(own)
    for (const name of Object.keys(thresholds)) assert.ok(text.includes(`\${${name}}`), `${service} uses ${name}`)
  }
})

test("the values of a service's chart hold its thresholds", () => {
  for (const { service, thresholds } of ruleSets) {
    const values = parse(readFileSync(join(ROOT, 'charts', service, 'values.yaml'), 'utf8')) as { alerts: object }
    assert.deepEqual(values.alerts, thresholds, `alerts in charts/${service}/values.yaml`)
  }
})

test('a threshold that nobody has set is an error, not an empty place', () => {
  const [first] = ruleSets
  assert.ok(first)
  assert.throws(() => plainRules({ ...first, thresholds: {} }), /there is no threshold/)
  assert.throws(() => chartRules({ ...first, thresholds: {} }), /there is no threshold/)
})
