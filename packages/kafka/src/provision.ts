import { Kafka, logLevel, type Admin, type ITopicConfig } from './kafkajs.ts'
import {
  allTopics,
  describeDifferences,
  describeReinterpretations,
  type AvroJson,
  type Topic
} from '@sales-pipeline/contracts'
import { retryForever } from '@sales-pipeline/service-kit'
import { connection } from './client.ts'
import { kafkaErrors } from './errors.ts'
import type { KafkaSettings } from './settings.ts'

export interface ProvisionOptions {
  readonly topics?: readonly Topic<unknown, unknown>[]
  /** Whether to create the topics that are missing. Default true; otherwise somebody else does. */
  readonly createTopics?: boolean
  readonly replicationFactor?: number
  /** Topic settings put over those of the contracts, such as a faster compaction in tests. */
  readonly config?: Readonly<Record<string, string>>
}

/**
 * Makes the cluster and the registry fit the contracts: creates missing topics, registers schemas, sets each subject's
 * compatibility (a registry's own default is NONE). Topics first: whoever finds its schema finds its topic. Running it again
 * changes nothing.
 *
 * @throws ServiceError KAFKA_CONTRACT_INCOMPATIBLE, KAFKA_KEY_CHANGED, KAFKA_TOPIC_MISMATCH, KAFKA_REGISTRY_REFUSED; without
 *   `createTopics`, KAFKA_TOPIC_MISSING
 */
export async function provision(settings: KafkaSettings, options: ProvisionOptions = {}): Promise<void> {
  const topics = options.topics ?? allTopics
  await provisionTopics(settings, topics, options)
  await provisionSchemas(settings, topics)
}

/** Creates the topics that are missing, or, without `createTopics`, demands that none is. See provision. */
export async function provisionTopics(
  settings: KafkaSettings,
  topics: readonly Topic<unknown, unknown>[],
  { createTopics = true, replicationFactor = 1, config = {} }: ProvisionOptions = {}
): Promise<void> {
  const admin = new Kafka({ ...connection(settings), logLevel: logLevel.NOTHING }).admin()
  await admin.connect()
  try {
    const existing = new Set(await admin.listTopics())
    const isKnown = ({ name }: Topic<unknown, unknown>): boolean => existing.has(settings.topicPrefix + name)
    const missing = topics.filter((topic) => !isKnown(topic))
    await checkPartitions(admin, settings.topicPrefix, topics.filter(isKnown))
    if (!createTopics && missing.length > 0) {
      throw kafkaErrors.KAFKA_TOPIC_MISSING(missing.map(({ name }) => settings.topicPrefix + name).join(', '))
    }
    await admin.createTopics({
      waitForLeaders: false,
      topics: missing.map(({ name, partitions, config: own }): ITopicConfig => ({
        topic: settings.topicPrefix + name,
        numPartitions: partitions,
        replicationFactor,
        configEntries: Object.entries({ ...own, ...config }).map(([key, value]) => ({ name: key, value }))
      }))
    })
    await waitUntilKnown(
      admin,
      topics.map(({ name }) => settings.topicPrefix + name)
    )
  } finally {
    await admin.disconnect()
  }
}

/** A broker learns of a topic a moment after the controller has made it; kafkajs' own wait takes "unknown topic" as final. */
async function waitUntilKnown(admin: Admin, topics: string[]): Promise<void> {
  await retryForever(() => admin.fetchTopicMetadata({ topics }), {
    isOutage: (error) => error instanceof Error && 'retriable' in error && error.retriable === true,
    minDelayMs: 20,
    signal: AbortSignal.timeout(30_000)
  })
}

async function checkPartitions(
  admin: Admin,
  prefix: string,
  topics: readonly Topic<unknown, unknown>[]
): Promise<void> {
  if (topics.length === 0) return
  const { topics: found } = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => prefix + name) })
  for (const { name, partitions } of found) {
    const asked = topics.find((topic) => prefix + topic.name === name)?.partitions
    if (partitions.length === asked) continue
    throw kafkaErrors.KAFKA_TOPIC_MISMATCH(
      `${name} has ${partitions.length} partitions, its contract asks for ${asked ?? 'none'}`
    )
  }
}

/** Subjects are registered one after the other: parallel first registrations of one schema race in some registries. */
async function provisionSchemas(settings: KafkaSettings, topics: readonly Topic<unknown, unknown>[]): Promise<void> {
  for (const { name, key, value, compatibility } of topics) {
    const subject = settings.topicPrefix + name
    if (key !== null) await registerKey(settings.registryUrl, `${subject}-key`, key.schema)
    await registerSchema(settings.registryUrl, `${subject}-value`, value.schema, compatibility)
  }
}

async function registerKey(url: string, subject: string, schema: AvroJson): Promise<void> {
  const latest = await latestSchema(url, subject)
  if (latest === undefined) return registerSchema(url, subject, schema, 'FULL_TRANSITIVE')
  const changes = describeDifferences(schema, latest)
  if (changes.length > 0) throw kafkaErrors.KAFKA_KEY_CHANGED(`${subject}: ${changes.join('; ')}`)
}

async function registerSchema(url: string, subject: string, schema: AvroJson, compatibility: string): Promise<void> {
  const before = await latestSchema(url, subject)
  const reinterpreted = before === undefined ? [] : describeReinterpretations(schema, before)
  if (reinterpreted.length > 0) throw incompatible(subject, compatibility, reinterpreted)
  const registered = await call(url, 'POST', `/subjects/${encodeURIComponent(subject)}/versions`, {
    schema: JSON.stringify(schema)
  })
  if (registered.status === CONFLICT || registered.status === UNPROCESSABLE) {
    const fields = before === undefined ? [registered.text] : describeDifferences(schema, before)
    throw incompatible(subject, compatibility, fields)
  }
  expectSuccess(registered, `register ${subject}`)
  const configure = (): Promise<Answer> => call(url, 'PUT', `/config/${encodeURIComponent(subject)}`, { compatibility })
  const configured = await configure()
  // Apicurio's answer to the slower of two that set it for the first time at the same moment.
  expectSuccess(configured.status === CONFLICT ? await configure() : configured, `configure ${subject}`)
}

function incompatible(subject: string, compatibility: string, fields: readonly string[]) {
  return kafkaErrors.KAFKA_CONTRACT_INCOMPATIBLE(`${subject} must stay ${compatibility}: ${fields.join('; ')}`)
}

async function latestSchema(url: string, subject: string): Promise<AvroJson | undefined> {
  const answer = await call(url, 'GET', `/subjects/${encodeURIComponent(subject)}/versions/latest`)
  if (answer.status === NOT_FOUND) return undefined
  expectSuccess(answer, `fetch ${subject}`)
  const { schema } = JSON.parse(answer.text) as { schema: string }
  return JSON.parse(schema) as AvroJson
}

const NOT_FOUND = 404
const TIMEOUT_MS = 10_000
const CONFLICT = 409
const UNPROCESSABLE = 422

interface Answer {
  readonly status: number
  readonly ok: boolean
  readonly text: string
}

async function call(url: string, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(url + path, {
    method,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    ...(body && { body: JSON.stringify(body) })
  }).catch((cause: unknown) => {
    throw new Error(`cannot reach the registry at ${url}`, { cause })
  })
  return { status: response.status, ok: response.ok, text: await response.text() }
}

/** Whoever is starting, overloaded or behind a broken proxy may yet answer otherwise. */
const MAY_PASS: ReadonlySet<number> = new Set([408, 429])

function expectSuccess({ ok, status, text }: Answer, what: string): void {
  if (ok) return
  const problem = `cannot ${what}: the registry answered ${status} ${text}`
  throw status >= 500 || MAY_PASS.has(status) ? new Error(problem) : kafkaErrors.KAFKA_REGISTRY_REFUSED(problem)
}
