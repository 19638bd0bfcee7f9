import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { ruleSets } from '../src/index.ts'

const MONITORING = join(import.meta.dirname, '../../../monitoring')
const PROMTOOL = process.env['PROMTOOL'] ?? 'promtool'

interface TestFile {
  readonly tests: readonly {
    readonly promql_expr_test: readonly { readonly expr: string; readonly exp_samples: readonly unknown[] }[]
  }[]
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(join(MONITORING, folder)).map((file) => join(MONITORING, folder, file))
}

test('Prometheus takes the rules', () => {
  execFileSync(PROMTOOL, ['check', 'rules', ...filesOf('alerts')], { stdio: 'pipe' })
})

for (const file of filesOf('tests')) {
  test(`promtool test rules: ${file.slice(MONITORING.length + 1)}`, () => {
    execFileSync(PROMTOOL, ['test', 'rules', file], { stdio: 'pipe' })
  })
}

test('every alert is tested both to fire and to be silent', () => {
  const [fire, silent] = [new Set<string>(), new Set<string>()]
  for (const file of filesOf('tests')) {
    const { tests } = parse(readFileSync(file, 'utf8')) as TestFile
    for (const { expr, exp_samples: expected } of tests.flatMap(({ promql_expr_test: found }) => found)) {
      const name = /alertname="(\w+)"/.exec(expr)?.[1] ?? ''
      ;(expected.length > 0 ? fire : silent).add(name)
    }
  }
  const alerts = new Set(ruleSets.flatMap((rules) => rules.alerts.map(({ name }) => name)))
  assert.deepEqual([...fire].toSorted(), [...alerts].toSorted())
  assert.deepEqual([...silent].toSorted(), [...alerts].toSorted())
})
