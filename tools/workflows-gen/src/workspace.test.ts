import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { deployable, readWorkspace } from './read-workspace.ts'
import { closureOf, type Member } from './workspace.ts'

const root = join(import.meta.dirname, '../../..')
const members = readWorkspace(root)

/** The folders of the services that are built and tested anew when something in `changed` changes. */
function triggeredBy(changed: string): string[] {
  return deployable(members)
    .filter((member) => closureOf(member, members).includes(changed))
    .map(({ folder }) => folder)
}

const service = (...names: string[]) => names.map((name) => `services/${name}`)
const AGGREGATORS = service('city-aggregator', 'salesman-aggregator')
const ALL_SIX = service(
  'city-aggregator',
  'db-cdc-bridge',
  'file-ingestor',
  'results-api',
  'salesman-aggregator',
  'soap-ingestor'
)
const EVERY_SERVICE = [...ALL_SIX, ...service('customer-quality')].sort()

test('each service depends on what it is made of and tested with', () => {
  const closures = Object.fromEntries(deployable(members).map((member) => [member.folder, closureOf(member, members)]))
  const everywhere = ['contracts', 'kafka', 'lineage', 'observability', 'service-kit'].map((name) => `packages/${name}`)
  const intake = [
    ...everywhere,
    ...['packages/money', 'packages/sales-aggregation', 'packages/sales-intake', 'packages/testkit', 'tools/stack']
  ]
  const aggregation = [
    ...everywhere,
    ...['packages/aggregator', 'packages/money', 'packages/sales-aggregation', 'packages/testkit', 'tools/stack']
  ]
  const expected: Record<string, string[]> = {
    'examples/partner-service': [],
    'services/city-aggregator': aggregation,
    'services/customer-quality': [
      ...everywhere.filter((folder) => folder !== 'packages/lineage'),
      ...[
        'packages/customer-quality',
        'packages/page-kit',
        'packages/testkit',
        'tools/customer-simulator',
        'tools/stack'
      ]
    ],
    'services/db-cdc-bridge': intake,
    'services/file-ingestor': intake,
    'services/results-api': [
      ...everywhere,
      ...['packages/money', 'packages/page-kit', 'packages/sales-aggregation', 'packages/testkit', 'tools/stack']
    ],
    'services/salesman-aggregator': aggregation,
    'services/soap-ingestor': [...intake, 'examples/partner-service']
  }
  for (const [folder, others] of Object.entries(expected)) expected[folder] = [...others, folder].sort()
  assert.deepEqual(closures, expected)
})

test('a change triggers exactly the services that use it', () => {
  assert.deepEqual(triggeredBy('packages/aggregator'), AGGREGATORS)
  assert.deepEqual(triggeredBy('packages/sales-aggregation'), ALL_SIX)
  assert.deepEqual(triggeredBy('packages/sales-intake'), service('db-cdc-bridge', 'file-ingestor', 'soap-ingestor'))
  assert.deepEqual(triggeredBy('packages/kafka'), EVERY_SERVICE)
  assert.deepEqual(triggeredBy('packages/lineage'), ALL_SIX)
  assert.deepEqual(triggeredBy('tools/stack'), EVERY_SERVICE)
  assert.deepEqual(triggeredBy('tools/customer-simulator'), service('customer-quality'))
  assert.deepEqual(triggeredBy('examples/partner-service'), ['examples/partner-service', 'services/soap-ingestor'])
  assert.deepEqual(triggeredBy('tools/demo'), [])
  for (const folder of EVERY_SERVICE) assert.deepEqual(triggeredBy(folder), [folder])
})

test('a service imports no package that its package.json does not name: the paths would miss it', () => {
  for (const { folder, manifest } of deployable(members)) {
    const named = { ...manifest.dependencies, ...manifest.devDependencies }
    const sources = globSync(`${folder}/{src,test}/**/*.ts`, { cwd: root })
    assert.notEqual(sources.length, 0)
    for (const file of sources) {
      for (const [, name = ''] of readFileSync(join(root, file), 'utf8').matchAll(/'(@sales-pipeline\/[a-z-]+)/g))
        assert.ok(name in named, `${file} imports ${name}, which ${folder}/package.json does not name`)
    }
  }
})

test('the closure is the smallest set of folders that holds the member and is closed under dependencies', () => {
  const graph = fc.array(fc.uniqueArray(fc.nat({ max: 7 }), { maxLength: 3 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(graph, (edges) => {
      const all: Member[] = edges.map((targets, at) => ({
        folder: `packages/${at}`,
        manifest: { name: `p${at}`, dependencies: Object.fromEntries(targets.map((target) => [`p${target}`, '*'])) }
      }))
      const reachable = (at: number, seen: ReadonlySet<number>): ReadonlySet<number> =>
        seen.has(at) || at >= edges.length
          ? seen
          : edges[at]!.reduce<ReadonlySet<number>>((found, target) => reachable(target, found), new Set([...seen, at]))
      const expected = [...reachable(0, new Set())].map((at) => `packages/${at}`).sort()
      assert.deepEqual(closureOf(all[0]!, all), expected)
    })
  )
})
