import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { topicsOfLine } from '@sales-pipeline/contracts'
import { CUSTOMERS } from '../src/folders.ts'
import { serviceVariables } from '../src/service-variables.ts'
import { customerRoles } from '../src/values/customers.ts'
import { aclsOf, mayDo } from './acls.ts'
import { assertKnownAndComplete, environmentsOf } from './environments.ts'
import { allRenderings, podOwners, resourcesByKind } from './rendered.ts'

const renderings = await allRenderings()
const resourcesOf = await resourcesByKind()
const variables = await serviceVariables(CUSTOMERS)

/** What a role cannot start without, beside what every role needs; its --help tells it in words. */
const needed: Readonly<Record<string, readonly string[]>> = {
  portal: ['HTTP_HOST', 'HTTP_PORT'],
  assessor: [],
  'keeper-mdm': ['MONGODB_URI'],
  'keeper-sandbox': ['MONGODB_URI', 'PSEUDONYM_KEY']
}
const secret = new Set(variables.filter((variable) => variable.secret).map(({ name }) => name))

test('every role of the image is a workload of the chart', () => {
  const told = variables
    .find(({ name }) => name === 'ROLE')
    ?.description.split(': ')
    .at(-1)
    ?.split(', ')
  assert.deepEqual(told?.toSorted(), customerRoles.toSorted())
})

describe('the environment of a role is one that the service knows, complete, and holds no secret of another role', () => {
  for (const role of customerRoles) {
    test(role, () => {
      const environments = environmentsOf(renderings, `customer-${role}`)
      assertKnownAndComplete(environments, variables, needed[role])
      for (const { data, valuesFile } of environments) {
        assert.equal(data['ROLE'], role, valuesFile)
        const files = Object.keys(data).flatMap((name) => /^(.*)_FILE$/.exec(name)?.[1] ?? [])
        const secrets = files.filter((name) => secret.has(name) && !name.startsWith('KAFKA_'))
        assert.deepEqual(secrets.toSorted(), (needed[role] ?? []).filter((name) => secret.has(name)).toSorted())
      }
    })
  }
})

const users = resourcesOf(CUSTOMERS, 'default-values', 'KafkaUser')
const registration = 'customer-contracts'
const { customers: topics } = topicsOfLine

test('the line’s topics are KafkaTopics in the cluster of the other release, which it does not make', () => {
  const made = resourcesOf(CUSTOMERS, 'default-values', 'KafkaTopic')
  assert.deepEqual(
    made.map(({ spec }) => spec?.['topicName']),
    topics.map(({ name }) => name).toSorted()
  )
  for (const { metadata } of made) assert.equal(metadata.labels?.['strimzi.io/cluster'], 'sales')
  assert.deepEqual(resourcesOf(CUSTOMERS, 'default-values', 'Kafka'), [])
})

test('each role is a user of its own, and so is the registration, which may only look', () => {
  const names = users.map(({ metadata }) => metadata.name)
  assert.deepEqual(names.toSorted(), [registration, ...customerRoles.map((role) => `customer-${role}`)].toSorted())
  for (const user of users.filter(({ metadata }) => metadata.name === registration))
    for (const { operations } of aclsOf(user)) assert.deepEqual(operations, ['Describe'])
})

/** services/customer-quality/README.md, as who may do what. */
test('who writes and who reads each topic is what the service says', () => {
  const keepers = ['customer-keeper-mdm', 'customer-keeper-sandbox']
  const expected: Record<string, { Write: readonly string[]; Read: readonly string[] }> = {
    custchannel: { Write: ['customer-portal'], Read: ['customer-assessor', ...keepers] },
    custexcep: { Write: ['customer-assessor'], Read: keepers },
    'customer-notifications': { Write: ['customer-assessor'], Read: ['customer-portal'] },
    'dead-letters.customer-quality': { Write: ['customer-assessor', ...keepers], Read: [] }
  }
  const nobody = { Write: [], Read: [] }
  for (const { name } of topics)
    assert.deepEqual(
      { Write: mayDo('Write', name, users), Read: mayDo('Read', name, users) },
      expected[name] ?? nobody,
      name
    )
})

test('a role reads as its own group, and as no other', () => {
  const groups = Object.fromEntries(
    users.map((user) => [
      user.metadata.name,
      aclsOf(user)
        .filter(({ resource }) => resource.type === 'group')
        .map(({ resource, operations }) => `${operations.join()} ${resource.patternType} ${resource.name}`)
    ])
  )
  assert.deepEqual(groups, {
    'customer-portal': ['Read prefix customer-notifications.portal.'],
    'customer-assessor': ['Read literal assessor'],
    'customer-keeper-mdm': ['Read literal mdm'],
    'customer-keeper-sandbox': ['Read literal sandbox'],
    [registration]: []
  })
})

test('each keeper opens its own database only', () => {
  const opened = new Map<string, string>()
  for (const { resources, valuesFile } of renderings.filter(({ chart }) => chart === CUSTOMERS))
    for (const { kind, stringData } of resources) {
      const [, user, database] = /^mongodb:\/\/([^:]+):[^@]+@mongodb:27017\/(.+)$/.exec(stringData?.['uri'] ?? '') ?? []
      if (kind !== 'Secret' || user === undefined || database === undefined) continue
      assert.equal(opened.get(database) ?? user, user, `${valuesFile}: two users of ${database}`)
      opened.set(database, user)
    }
  assert.deepEqual(Object.fromEntries(opened), { admin: 'root', mdm: 'mdm', sandbox: 'sandbox' })
})

test('no pod mounts the superuser’s password but the server’s', () => {
  let seen = 0
  for (const rendering of renderings)
    for (const { template, where, resource } of podOwners(rendering))
      if (JSON.stringify(template.spec.volumes ?? []).includes('mongodb-root')) {
        assert.equal(resource.metadata.name, 'mongodb', where)
        seen++
      }
  assert.ok(seen > 0)
})
