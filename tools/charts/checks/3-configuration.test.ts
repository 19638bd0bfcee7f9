import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CUSTOMERS, serviceNames } from '../src/folders.ts'
import { serviceVariables, type ServiceVariable } from '../src/service-variables.ts'
import { assertKnownAndComplete, environmentsOf } from './environments.ts'
import { allRenderings, containersOf, podOwners, type Rendering } from './rendered.ts'

const renderings = await allRenderings()
const variables = new Map<string, readonly ServiceVariable[]>()
for (const service of [...serviceNames, CUSTOMERS]) variables.set(service, await serviceVariables(service))

describe('the environment that a chart sets is one that the service knows, and complete', () => {
  for (const service of serviceNames) {
    const known = variables.get(service) ?? []
    test(service, () => {
      assertKnownAndComplete(environmentsOf(renderings, service), known)
    })
  }
})

test('no secret is a value of a ConfigMap or of a pod’s environment', () => {
  const secretNames = new Set([...variables.values()].flat().flatMap(({ name, secret }) => (secret ? [name] : [])))
  let seen = 0
  for (const rendering of renderings) {
    for (const [name, value] of plainValues(rendering)) {
      assert.ok(!secretNames.has(name), `${rendering.chart}, ${rendering.valuesFile}: ${name}`)
      assert.doesNotMatch(value, /:\/\/[^\s/:]*:[^\s/@]+@/, `${rendering.chart}: ${name} holds a URL with a password`)
      seen++
    }
  }
  assert.ok(seen > 500, `only ${seen} values were looked at`)
})

/** Each value that anybody with access to ConfigMaps or pods can read. */
function plainValues(rendering: Rendering): readonly (readonly [string, string])[] {
  const maps = rendering.resources
    .filter(({ kind }) => kind === 'ConfigMap')
    .flatMap(({ data = {} }) => Object.entries(data))
  const environments = podOwners(rendering).flatMap(({ template }) =>
    containersOf(template.spec).flatMap(({ env = [] }) =>
      env.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]))
    )
  )
  return [...maps, ...environments]
}

test('what a generated Secret holds is nowhere else', () => {
  let seen = 0
  for (const rendering of renderings) {
    const others = JSON.stringify(rendering.resources.filter(({ kind }) => kind !== 'Secret'))
    for (const { kind, stringData } of rendering.resources) {
      const made = stringData?.['password'] ?? stringData?.['key']
      if (kind !== 'Secret' || made === undefined) continue
      assert.match(made, /^[A-Za-z0-9]{32,}$/)
      assert.ok(!others.includes(made), rendering.chart)
      seen++
    }
  }
  assert.ok(seen > 10, `only ${seen} Secrets were looked at`)
})

for (const umbrella of ['sales-pipeline', CUSTOMERS]) {
  test(`${umbrella}: every Secret that a pod mounts is one that the release, Strimzi or the values name`, () => {
    const rendering = renderings.find(({ chart, valuesFile }) => chart === umbrella && valuesFile === 'default-values')
    assert.ok(rendering)
    const { resources } = rendering
    const made = new Set(
      resources.flatMap(({ kind, metadata }) => (['Secret', 'KafkaUser'].includes(kind) ? [metadata.name] : []))
    )
    const mounted = [...JSON.stringify(resources).matchAll(/"secret":\{"name":"([^"]+)"/g)].map(([, name]) => name)
    assert.ok(mounted.length > 10)
    assert.deepEqual([...new Set(mounted.filter((name) => !made.has(name ?? '')))], ['sales-cluster-ca-cert'])
  })
}

test('a registration that differs is another Job, as a Job cannot be changed', () => {
  const names = renderings
    .filter(({ chart, valuesFile }) => chart === 'contracts' && !valuesFile.includes('upgrade'))
    .flatMap(({ resources }) => resources.filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name))
  assert.equal(names.length, 2)
  assert.equal(new Set(names).size, 2)
})

test('the registration is told what it reads, and nothing else', () => {
  const read = ['KAFKA_BROKERS', 'KAFKA_PASSWORD_FILE', 'KAFKA_SASL_MECHANISM', 'KAFKA_TLS', 'KAFKA_TLS_CA_FILE']
  read.push('KAFKA_USERNAME', 'LINES', 'REPLICATION_FACTOR', 'SCHEMA_REGISTRY_URL', 'TOPICS', 'TOPIC_PREFIX')
  const external = renderings.find(({ chart, valuesFile }) => chart === 'contracts' && valuesFile === 'external-values')
  assert.ok(external)
  const [job] = podOwners(external)
  assert.deepEqual(job?.template.spec.containers[0]?.env?.map(({ name }) => name).toSorted(), read)
})
