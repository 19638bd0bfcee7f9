import { commonConfig, variable, type ConfigOf } from '@sales-pipeline/service-kit'

/** What every aggregator reads from its environment. */
export function aggregatorConfig(service: string) {
  return {
    ...commonConfig,
    STATE_DIR: variable.text().describe('folder of the state; one process at a time, and its own disk in production'),
    GENERATION: variable
      .integer({ min: 0, max: 2 ** 31 - 1 })
      .describe('raise it when the input was recreated, or to rebuild all and publish it as newer')
      .default(1),
    CONSUMER_GROUP: variable.text().describe('Kafka consumer group that shares the shards').default(service)
  }
}

export type AggregatorConfig = ConfigOf<ReturnType<typeof aggregatorConfig>>
