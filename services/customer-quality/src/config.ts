import {
  ConfigError,
  defineConfig,
  kafkaConfig,
  runtimeConfig,
  variable,
  type ConfigOf
} from '@sales-pipeline/service-kit'

export const SERVICE = 'customer-quality'

const ROLE_NAMES = ['portal', 'assessor', 'keeper-mdm', 'keeper-sandbox'] as const
export type Role = (typeof ROLE_NAMES)[number]

const portal = {
  HTTP_HOST: variable.text().describe('portal: address that the page and its API listen on').default('127.0.0.1'),
  HTTP_PORT: variable.port().describe('portal: their port; 0 takes a free one').default(8090),
  RATE_LIMIT: variable
    .integer({ max: 1_000_000 })
    .describe('portal: most requests of one address in a minute; 0: any number')
    .default(300),
  TRUSTED_PROXIES: variable
    .integer({ max: 10 })
    .describe('portal: how many proxies in front are believed when they say (X-Forwarded-For) who the client is')
    .default(0),
  REMEMBERED_CUSTOMERS: variable
    .integer({ min: 1, max: 10_000_000 })
    .describe('portal: of how many customers, the latest ones, the notification can be asked for')
    .default(100_000)
}

const keepers = {
  MONGODB_URI: variable
    .url('mongodb', 'mongodb+srv')
    .meta({ secret: true })
    .describe('keepers: the MongoDB server that they write to; required there')
    .optional(),
  MONGODB_DATABASE: variable.text().describe('keepers: the database; unset: the name of the group').optional(),
  PSEUDONYM_KEY: variable
    .secret()
    .min(32, 'give 32 characters or more')
    .describe(
      'keeper-sandbox: key of the pseudonyms, 32 characters or more; required there. Another key, other pseudonyms'
    )
    .optional()
}

const shape = {
  ROLE: variable.oneOf(ROLE_NAMES).describe(`what this process does: ${ROLE_NAMES.join(', ')}`),
  ...kafkaConfig,
  CONSUMER_GROUP: variable
    .text()
    .describe('Kafka consumer group; unset: assessor, mdm or sandbox by the role. The portal has one of its own')
    .optional(),
  ...portal,
  ...keepers,
  ...runtimeConfig
}

export const config = defineConfig(shape)
export type Config = ConfigOf<typeof shape>

export function isRole(text: string): text is Role {
  return (ROLE_NAMES as readonly string[]).includes(text)
}

/** A variable that only some roles need. @throws ConfigError where it is missing. */
export function required(from: Config, name: 'MONGODB_URI' | 'PSEUDONYM_KEY'): string {
  const value = from[name]
  if (value !== undefined) return value
  throw new ConfigError([{ variable: name, problem: `is missing: a ${from.ROLE} needs it.` }])
}
