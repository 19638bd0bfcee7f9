import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { charts } from '../src/folders.ts'
import { allRenderings, chartNames, valuesFiles } from './rendered.ts'
import { tool } from './tools.ts'

const KUBERNETES = '1.34.0'

/** Kinds of operators that are optional; without KUBE_SCHEMAS their definitions come from the catalogue below. */
const OPTIONAL_KINDS = ['PodMonitor', 'PrometheusRule', 'ScaledObject']

describe('helm lint', () => {
  for (const chart of chartNames) {
    test(chart, async () => {
      for (const file of valuesFiles(chart)) {
        const { ok, output } = await tool('HELM', ['lint', '--strict', '--values', file, join(charts, chart)])
        assert.ok(ok, output)
      }
    })
  }
})

test('kubeconform knows every resource that comes out, and finds nothing wrong', async (t) => {
  const text = (await allRenderings()).map((rendering) => rendering.text).join('\n---\n')
  const { ok, output } = await tool(
    'KUBECONFORM',
    ['-strict', '-summary', '-kubernetes-version', KUBERNETES, ...schemaLocations(), '-'],
    text
  )
  assert.ok(ok, output)
  t.diagnostic(output.trim())
})

/** KUBE_SCHEMAS: an unpacked folder of schemas. Else the tool's own locations, and a catalogue of custom resources. */
function schemaLocations(): string[] {
  const folder = process.env['KUBE_SCHEMAS']
  const locations =
    folder === undefined
      ? [
          'default',
          'https://raw.githubusercontent.com/datreeio/CRDs-catalog/main/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json'
        ]
      : [
          `${folder}/{{.NormalizedKubernetesVersion}}-standalone{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json`,
          `${folder}/crd/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`
        ]
  const unknown = folder === undefined ? [] : ['-skip', OPTIONAL_KINDS.join(',')]
  return [...locations.flatMap((location) => ['-schema-location', location]), ...unknown]
}

describe('helm-unittest', () => {
  for (const chart of chartNames) {
    test(chart, async (t) => {
      const suites = readdirSync(join(charts, chart, 'tests'))
      assert.ok(suites.length > 0, `charts/${chart}/tests holds no test`)
      const { ok, output } = await tool('HELM_UNITTEST', ['--strict', '--file', 'tests/*.yaml', join(charts, chart)])
      assert.ok(ok, output)
      t.diagnostic(/^Tests: .*$/m.exec(output)?.[0] ?? output)
    })
  }
})
