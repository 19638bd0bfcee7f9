import { LOG_LEVELS, SAMPLERS } from '@sales-pipeline/observability'
import { ConfigError } from './config.ts'
import type { ConfigOf } from './config.ts'
import { variable } from './variables.ts'

/** What the runtime itself reads; part of commonConfig. */
export const runtimeConfig = {
  OPS_HOST: variable.text().describe('address that /healthz, /readyz and /metrics listen on').default('127.0.0.1'),
  OPS_PORT: variable.port().describe('port of /healthz, /readyz and /metrics; 0 takes a free one').default(9464),
  LOG_LEVEL: variable
    .oneOf(LOG_LEVELS)
    .describe(`least severe level that is logged: ${LOG_LEVELS.join(', ')}`)
    .default('info'),
  HUNG_AFTER_MS: variable
    .milliseconds({ min: 1000 })
    .describe(
      'how long without any progress until /healthz asks for a restart, in milliseconds; outages are no such time'
    )
    .default(300_000),
  SHUTDOWN_TIMEOUT_MS: variable.milliseconds().describe('longest drain after SIGTERM, in milliseconds').default(25_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: variable
    .url('http', 'https')
    .describe('base URL of an OTLP/HTTP collector; unset means no traces')
    .optional(),
  OTEL_TRACES_SAMPLER: variable
    .oneOf(SAMPLERS)
    .describe(`which traces are kept: ${SAMPLERS.join(', ')}`)
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: variable.ratio().describe('share of traces that a ratio sampler keeps, 0 to 1').default(1)
}

/** Where Kafka and its registry are, and how to speak to them; part of commonConfig. */
export const kafkaConfig = {
  KAFKA_BROKERS: variable
    .list(/^[^\s:,]+:\d{1,5}$/, 'give host:port, or several between commas')
    .describe('Kafka bootstrap servers, host:port between commas'),
  SCHEMA_REGISTRY_URL: variable
    .url('http', 'https')
    .describe('Confluent-compatible API of the schema registry, such as http://127.0.0.1:8080/apis/ccompat/v7'),
  TOPIC_PREFIX: variable.text().describe('put before every topic name, to share a cluster').default(''),
  KAFKA_USERNAME: variable.text().describe('SASL user; unset means no authentication').optional(),
  KAFKA_PASSWORD: variable.secret().describe('SASL password').optional(),
  KAFKA_SASL_MECHANISM: variable
    .oneOf(['plain', 'scram-sha-256', 'scram-sha-512'])
    .describe('SASL mechanism: plain, scram-sha-256 or scram-sha-512')
    .default('scram-sha-512'),
  KAFKA_TLS: variable.boolean().describe('whether to connect to Kafka by TLS').default(false),
  KAFKA_TLS_CA: variable
    .text()
    .describe('PEM text of the authority that signed the brokers, if not a public one (KAFKA_TLS_CA_FILE: its path)')
    .optional()
}

/** What a service has that begins the traces of sales. */
export const sourceConfig = {
  TRACED_SALES_PER_SECOND: variable
    .integer({ max: 100_000 })
    .describe(
      'most sales a second that a trace of their own is begun for, of which the sampler keeps its share; 0: none'
    )
    .default(100)
}

/** The variables every service of the pipeline has. */
export const commonConfig = {
  ...kafkaConfig,
  BUSINESS_TIME_ZONE: variable
    .timeZone()
    .describe('IANA time zone in which the day of a sale is decided')
    .default('UTC'),
  LINEAGE: variable
    .oneOf(['on', 'off'])
    .describe('whether the service tells by OpenLineage events what it reads and writes: on or off')
    .default('on'),
  LINEAGE_NAMESPACE: variable
    .text()
    .min(1)
    .describe('namespace of the jobs in those events: one name for each pipeline')
    .default('sales-pipeline'),
  LINEAGE_INTERVAL_MS: variable
    .milliseconds({ min: 100 })
    .describe('how often it tells how the work goes, in milliseconds')
    .default(10_000),
  ...runtimeConfig
}

export type RuntimeConfig = ConfigOf<typeof runtimeConfig>
export type KafkaConfig = ConfigOf<typeof kafkaConfig>
export type CommonConfig = ConfigOf<typeof commonConfig>

/** How to reach Kafka and its registry. */
export interface KafkaConnection {
  brokers: string[]
  registryUrl: string
  topicPrefix: string
  clientId: string
  sasl?: { mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string }
  tls?: { ca?: string }
}

/** Throws a ConfigError when only one of user and password is set, or a CA without TLS. */
export function kafkaSettings(config: KafkaConfig, clientId: string): KafkaConnection {
  const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password, KAFKA_TLS_CA: ca } = config
  if (username !== undefined && password === undefined) throw missing('KAFKA_PASSWORD', 'KAFKA_USERNAME')
  if (username === undefined && password !== undefined) throw missing('KAFKA_USERNAME', 'KAFKA_PASSWORD')
  if (ca !== undefined && !config.KAFKA_TLS) {
    throw new ConfigError([
      { variable: 'KAFKA_TLS', problem: 'is false although KAFKA_TLS_CA is set: set it to true.' }
    ])
  }
  return {
    brokers: config.KAFKA_BROKERS,
    registryUrl: config.SCHEMA_REGISTRY_URL,
    topicPrefix: config.TOPIC_PREFIX,
    clientId,
    ...(username !== undefined &&
      password !== undefined && { sasl: { mechanism: config.KAFKA_SASL_MECHANISM, username, password } }),
    ...(config.KAFKA_TLS && { tls: ca === undefined ? {} : { ca } })
  }
}

function missing(variableName: string, other: string): ConfigError {
  return new ConfigError([
    { variable: variableName, problem: `is missing although ${other} is set: set both or none.` }
  ])
}
