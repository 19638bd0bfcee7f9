import { defineConfig, kafkaConfig, variable, type ConfigOf } from '@sales-pipeline/service-kit'

const shape = {
  ...kafkaConfig,
  TOPICS: variable
    .oneOf(['create', 'check'])
    .describe('create: make the topics that are missing; check: wait until somebody else has made them')
    .default('create'),
  LINES: variable
    .list(/^(sales|customers)$/, 'give sales, customers or both, between commas')
    .describe('whose topics and schemas: sales, customers')
    .default(['sales']),
  REPLICATION_FACTOR: variable
    .integer({ min: 1, max: 32_767 })
    .describe('on how many brokers each partition of a created topic is kept')
    .default(1)
}

/** The environment of register-contracts. */
export const config = defineConfig(shape)

export type Config = ConfigOf<typeof shape>
