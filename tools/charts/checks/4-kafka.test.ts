import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allTopics } from '@sales-pipeline/contracts'
import { serviceNames } from '../src/folders.ts'
import { aclsOf, mayDo } from './acls.ts'
import { allRenderings, resourcesByKind } from './rendered.ts'

const renderings = await allRenderings()
const resourcesOf = await resourcesByKind()
/** As they are rendered: by name. */
const topicsByName = allTopics.toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** Of the pipeline as it comes: three brokers. */
const users = new Map(
  resourcesOf('sales-pipeline', 'default-values', 'KafkaUser').map((user) => [user.metadata.name, user])
)

test('every topic of contracts/ is a KafkaTopic, with its partitions and settings', () => {
  const topics = resourcesOf('sales-pipeline', 'default-values', 'KafkaTopic')
  assert.deepEqual(
    topics.map(({ spec }) => spec),
    topicsByName.map(({ name, partitions, config }) => ({
      topicName: name,
      partitions,
      replicas: 3,
      config: { ...config, 'min.insync.replicas': '2' }
    }))
  )
})

test('on one broker the topics are exactly as their contracts', () => {
  const topics = resourcesOf('sales-pipeline', 'single-node', 'KafkaTopic')
  assert.deepEqual(
    topics.map(({ spec }) => ({ replicas: spec?.['replicas'], config: spec?.['config'] })),
    topicsByName.map(({ config }) => ({ replicas: 1, config }))
  )
})

test('each service is a user of its own, and so is the registration', () => {
  assert.deepEqual([...users.keys()].toSorted(), ['contracts', ...serviceNames].toSorted())
})

test('no ACL goes beyond single topics and groups', () => {
  const topics = new Set(allTopics.map(({ name }) => name))
  let seen = 0
  for (const [name, user] of users) {
    assert.equal((user.spec?.['authentication'] as { type: string }).type, 'scram-sha-512')
    for (const { resource, operations } of aclsOf(user)) {
      const what = `${name}: ${operations.join(', ')} of ${resource.type} ${resource.name}`
      if (resource.type === 'topic') {
        assert.equal(resource.patternType, 'literal', what)
        assert.ok(topics.has(resource.name), `${what} is no topic of contracts/`)
        assert.ok(
          operations.every((operation) => ['Read', 'Write', 'Describe'].includes(operation)),
          what
        )
      } else {
        assert.equal(resource.type, 'group', what)
        const own = resource.patternType === 'literal' && isGroupOf(name, resource.name)
        const readingBack =
          resource.patternType === 'prefix' && topics.has(/^read-(.+)-$/.exec(resource.name)?.[1] ?? '')
        assert.ok(own || readingBack, what)
        assert.deepEqual(operations, own ? ['Read'] : ['Read', 'Delete'], what)
      }
      seen++
    }
  }
  assert.ok(seen > 40, `only ${seen} ACLs were looked at`)
})

/** A service's groups are named after it: its own, and those of its parts. */
function isGroupOf(service: string, group: string): boolean {
  return group === service || group.startsWith(`${service}.`)
}

/** docs/ARCHITECTURE.md, as who may do what. */
test('who writes and who reads each topic is what the architecture says', () => {
  const intake = ['db-cdc-bridge', 'file-ingestor', 'soap-ingestor']
  const expected: Record<string, { Write: readonly string[]; Read: readonly string[] }> = {
    sales: { Write: intake, Read: ['city-aggregator', 'db-cdc-bridge', 'results-api', 'salesman-aggregator'] },
    'sales-by-city': { Write: ['city-aggregator'], Read: ['city-aggregator', 'results-api'] },
    'sales-by-salesman': { Write: ['salesman-aggregator'], Read: ['results-api', 'salesman-aggregator'] },
    'control-totals': { Write: intake, Read: ['results-api'] },
    lineage: { Write: serviceNames.toSorted(), Read: ['results-api'] }
  }
  for (const table of ['sale', 'salesman', 'city'])
    expected[`cdc.public.${table}`] = { Write: ['db-cdc-bridge'], Read: [] }
  for (const service of serviceNames) {
    expected[`dead-letters.${service}`] = { Write: [service], Read: ['results-api'] }
  }
  for (const source of intake) expected[`checkpoints.${source}`] = { Write: [source], Read: [source] }
  const actual = Object.fromEntries(
    allTopics.map(({ name }) => [
      name,
      { Write: mayDo('Write', name, users.values()), Read: mayDo('Read', name, users.values()) }
    ])
  )
  assert.deepEqual(actual, expected)
})

test('the registration sees all topics and may do nothing to them', () => {
  const registration = users.get('contracts')
  assert.ok(registration)
  assert.deepEqual(
    aclsOf(registration)
      .map(({ resource, operations }) => `${operations.join()} ${resource.name}`)
      .toSorted(),
    allTopics.map(({ name }) => `Describe ${name}`).toSorted()
  )
})

test('with an external Kafka nothing of Strimzi is rendered, and the registration makes the topics', () => {
  for (const file of ['external', 'external-kafka', 'external (upgrade)']) {
    const rendering = renderings.find(({ chart, valuesFile }) => chart === 'sales-pipeline' && valuesFile === file)
    assert.ok(rendering)
    assert.deepEqual(
      rendering.resources.filter(({ apiVersion }) => apiVersion.includes('strimzi')),
      []
    )
    assert.match(rendering.text, /name: TOPICS\n\s+value: "create"/)
  }
})

test('a topic prefix is in every topic, every group that reads back, and every ACL', () => {
  for (const { spec } of resourcesOf('kafka', 'two-pools-values', 'KafkaTopic'))
    assert.match(String(spec?.['topicName']), /^Shop_1\./)
  for (const user of resourcesOf('kafka', 'two-pools-values', 'KafkaUser'))
    for (const { resource } of aclsOf(user))
      if (resource.type !== 'group' || !isGroupOf(user.metadata.name, resource.name))
        assert.match(resource.name, /^(read-)?Shop_1\./)
})
