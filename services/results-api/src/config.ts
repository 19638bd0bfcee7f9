import { commonConfig, defineConfig, variable, type ConfigOf } from '@sales-pipeline/service-kit'

const database = {
  RESULTS_DATABASE_URL: variable
    .url('postgres', 'postgresql')
    .meta({ secret: true })
    .describe('Postgres database (18 or newer) of the results; belongs to this service alone')
}

const shape = {
  ...commonConfig,
  ...database,
  MIGRATE: variable.boolean().describe('whether to bring the database schema up to date at start').default(true),
  CONSUMER_GROUP: variable.text().describe('Kafka consumer group of the sink').default('results-api'),
  HTTP_HOST: variable.text().describe('address that the REST API listens on').default('127.0.0.1'),
  HTTP_PORT: variable.port().describe('port of the REST API; 0 takes a free one').default(8080),
  LARGEST_SALES: variable
    .integer({ min: 1, max: 1000 })
    .describe('greatest limit of top-sales in a city: the LARGEST_SALES of city-aggregator')
    .default(10),
  READ_CONNECTIONS: variable
    .integer({ min: 1, max: 100 })
    .describe('most connections that API requests use; the sink has two of its own')
    .default(8),
  STATEMENT_TIMEOUT_MS: variable
    .milliseconds({ min: 100 })
    .describe("longest that one request's query may take, in milliseconds")
    .default(5000)
}

export const config = defineConfig(shape)
export type Config = ConfigOf<typeof shape>

/** What `results-api migrate` needs. */
export const migrateConfig = defineConfig(database)
