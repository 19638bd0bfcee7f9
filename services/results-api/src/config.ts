import { z } from 'zod'
import { commonConfig, defineConfig, variable, type ConfigOf } from '@sales-pipeline/service-kit'

const database = {
  RESULTS_DATABASE_URL: variable
    .url('postgres', 'postgresql')
    .meta({ secret: true })
    .describe('Postgres database (18 or newer) of the results; belongs to this service alone')
}

const access = {
  HTTP_HOST: variable.text().describe('address that the REST API listens on').default('127.0.0.1'),
  HTTP_PORT: variable.port().describe('port of the REST API; 0 takes a free one').default(8080),
  AUTH: variable
    .oneOf(['none'])
    .describe('none: anybody may read the API, although HTTP_HOST is not loopback')
    .optional(),
  API_KEYS: z
    .string()
    .transform((text) => text.split(/[,\n]/).flatMap((line) => line.trim() || []))
    .refine((lines) => lines.every((line) => /^[\w.-]{1,64}:[0-9a-fA-F]{64}$/.test(line)), 'give name:sha256 in hex')
    .meta({ secret: true })
    .describe('keys that open the API, one a line or between commas: name:SHA-256 of the key, in hex')
    .optional(),
  OIDC_ISSUER: variable.url('https', 'http').describe('issuer whose tokens (JWT) open the API').optional(),
  OIDC_AUDIENCE: variable.text().describe('audience that those tokens must be for').optional(),
  OIDC_JWKS_URL: variable.url('https', 'http').describe("where that issuer's public keys are").optional(),
  CORS_ORIGINS: variable
    .list(/^(\*|https?:\/\/[^/\s]+)$/, 'give origins such as https://example.com between commas, or *')
    .describe("origins whose pages may ask the API, between commas, or *; unset: only the API's own page")
    .optional(),
  RATE_LIMIT: variable
    .integer({ max: 1_000_000 })
    .describe(
      'most requests of one client in a minute, 0: any number; unset: 600, and any number while HTTP_HOST is loopback'
    )
    .optional(),
  TRUSTED_PROXIES: variable
    .integer({ max: 10 })
    .describe('how many proxies in front are believed when they say (X-Forwarded-For) who the client is')
    .default(0),
  EVENT_CLIENTS: variable
    .integer({ min: 1, max: 100_000 })
    .describe('most clients that wait for live updates at once')
    .default(1000),
  TRACE_URL: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'must be an http or https URL')
    .includes('{traceId}', { error: 'must have {traceId} where the id of a trace belongs' })
    .describe('where the page leads to a trace, such as http://localhost:16686/trace/{traceId}; unset: it shows the id')
    .optional()
}

const shape = {
  ...commonConfig,
  ...database,
  MIGRATE: variable.boolean().describe('whether to bring the database schema up to date at start').default(true),
  CONSUMER_GROUP: variable.text().describe('Kafka consumer group of the sink').default('results-api'),
  ...access,
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
    .default(5000),
  RECONCILE_AFTER_MS: variable
    .milliseconds({ min: 100 })
    .describe(
      'how long a difference between sources, arrivals and results has to last until it is told, in milliseconds'
    )
    .default(60_000),
  OPENLINEAGE_URL: variable
    .url('http', 'https')
    .describe('base URL of an OpenLineage endpoint, such as Marquez, that every lineage event is forwarded to')
    .optional(),
  OPENLINEAGE_API_KEY: variable.secret().describe('sent to that endpoint as a bearer token').optional()
}

export const config = defineConfig(shape)
export type Config = ConfigOf<typeof shape>

/** What `results-api migrate` needs. */
export const migrateConfig = defineConfig(database)
