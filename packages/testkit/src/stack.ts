import { randomBytes } from 'node:crypto'
import { provision, type KafkaSettings, type ProvisionOptions } from '@sales-pipeline/kafka'
import { onOrphaned, stackOfCommand, type CommandStack } from '@sales-pipeline/stack'
import { createTestDatabase, type TestDatabase } from './database.ts'

export interface TestStack extends CommandStack {
  /** How to reach Kafka and the registry with topics under a prefix. */
  kafkaSettings(topicPrefix: string): KafkaSettings
  /** Topics of one's own: a new prefix, under which every topic of the pipeline exists with its contract. */
  topics(options?: ProvisionOptions): Promise<TestTopics>
  /** A database of one's own, in which the SQL files have run. */
  database(sqlFiles?: readonly (string | URL)[]): Promise<TestDatabase>
}

export interface TestTopics {
  readonly prefix: string
  readonly settings: KafkaSettings
  /** The same for the environment of a service. */
  readonly env: Readonly<Record<'KAFKA_BROKERS' | 'SCHEMA_REGISTRY_URL' | 'TOPIC_PREFIX', string>>
}

let shared: TestStack | undefined

/** The stack that the test command has started. Rejects, naming that command, if there is none. */
export function useStack(): Promise<TestStack> {
  return new Promise((resolve) => {
    resolve((shared ??= connect(stackOfCommand(process.env))))
  })
}

function connect(stack: CommandStack): TestStack {
  // A test without its runner and its stack would wait for ever.
  onOrphaned(() => process.kill(process.pid, 'SIGKILL'))
  const kafkaSettings = (topicPrefix: string): KafkaSettings => ({
    brokers: [stack.kafkaBootstrap],
    registryUrl: stack.registryUrl,
    topicPrefix,
    clientId: 'test'
  })
  return {
    ...stack,
    kafkaSettings,
    topics: async (options) => {
      const prefix = `test-${randomBytes(4).toString('hex')}.`
      const settings = kafkaSettings(prefix)
      await provision(settings, options)
      const env = { KAFKA_BROKERS: stack.kafkaBootstrap, SCHEMA_REGISTRY_URL: stack.registryUrl, TOPIC_PREFIX: prefix }
      return { prefix, settings, env }
    },
    database: (sqlFiles = []) => createTestDatabase(stack, sqlFiles)
  }
}
