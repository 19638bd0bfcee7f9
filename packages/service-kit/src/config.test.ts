import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import fc from 'fast-check'
import { commonConfig, kafkaSettings } from './common-config.ts'
import { ConfigError, defineConfig } from './config.ts'
import type { Env } from './config.ts'
import { variable } from './variables.ts'

const folder = mkdtempSync(join(tmpdir(), 'config-'))
after(() => {
  rmSync(folder, { recursive: true })
})

const definition = defineConfig({
  BROKERS: variable.list(/^\w+:\d+$/, 'give host:port').describe('where Kafka is'),
  PAGE_SIZE: variable.integer({ min: 1, max: 100 }).describe('rows a page').default(50),
  DB_PASSWORD: variable.text().describe('password of the database'),
  API_CREDENTIAL: variable.secret().describe('credential of the partner').optional(),
  COLUMN_MAPPING: variable.text().describe('path of a mapping').optional()
})
const valid: Env = { BROKERS: 'a:1', DB_PASSWORD: 'pw' }

function problemsOf(env: Env): Record<string, string> {
  try {
    definition.parse(env)
    return {}
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return Object.fromEntries(error.problems.map(({ variable: name, problem }) => [name, problem]))
  }
}

function fileWith(content: string): string {
  const path = join(folder, String(Math.random()))
  writeFileSync(path, content)
  return path
}

test('values are parsed, defaults filled in, empty counts as unset', () => {
  assert.deepEqual(definition.parse({ ...valid, BROKERS: 'a:1, b:2', PAGE_SIZE: '', COLUMN_MAPPING: '' }), {
    BROKERS: ['a:1', 'b:2'],
    PAGE_SIZE: 50,
    DB_PASSWORD: 'pw',
    API_CREDENTIAL: undefined,
    COLUMN_MAPPING: undefined
  })
})

test('all wrong variables are told at once, each with what was found, what is expected and what it means', () => {
  const problems = problemsOf({ BROKERS: 'nowhere', PAGE_SIZE: '1e3' })
  assert.deepEqual(problems, {
    BROKERS: 'is "nowhere": give host:port. It is: where Kafka is.',
    PAGE_SIZE: 'is "1e3": give a whole number. It is: rows a page.',
    DB_PASSWORD: 'is missing: set it. It is: password of the database.'
  })
  assert.throws(() => definition.parse({}), { code: 'CONFIG_INVALID', fix: /^Set BROKERS, DB_PASSWORD; --help/ })
})

test('a value may come from a file, without its last newline', () => {
  assert.equal(definition.parse({ BROKERS: 'a:1', DB_PASSWORD_FILE: fileWith('s3cret\n') }).DB_PASSWORD, 's3cret')
  assert.match(problemsOf({ ...valid, DB_PASSWORD_FILE: fileWith('x') })['DB_PASSWORD']!, /given twice/)
  assert.match(problemsOf({ BROKERS: 'a:1', DB_PASSWORD_FILE: '/none' })['DB_PASSWORD']!, /\/none \(ENOENT\)/)
  assert.match(problemsOf({ BROKERS: 'a:1', DB_PASSWORD_FILE: fileWith('\n') })['DB_PASSWORD']!, /missing/)
})

test('a secret never appears, neither in errors nor in help', () => {
  const strict = defineConfig({
    DB_PASSWORD: variable.text().max(1),
    SOURCE_DATABASE_URL: variable.url('postgres').describe('where the sales are'),
    PIN: variable.secret().max(1).default('pin-default')
  })
  const secret = fc.string({ minLength: 8, maxLength: 20, unit: fc.constantFrom(...Array.from('ZQXJ0987')) })
  fc.assert(
    fc.property(secret, (value) => {
      const [DB_PASSWORD, SOURCE_DATABASE_URL, PIN] = [value, value, fileWith(value)]
      assert.throws(
        () => strict.parse({ DB_PASSWORD, SOURCE_DATABASE_URL, PIN_FILE: PIN }),
        (error) => error instanceof ConfigError && error.problems.length === 3 && !String(error.stack).includes(value)
      )
    }),
    { numRuns: 20 }
  )
  assert.doesNotMatch(strict.help() + strict.table(), /pin-default/)
})

test('help tells name, meaning and default of every variable', () => {
  assert.equal(
    definition.help(),
    [
      '  BROKERS (required)\n      where Kafka is',
      '  PAGE_SIZE (default: 50)\n      rows a page',
      '  DB_PASSWORD (required; or DB_PASSWORD_FILE)\n      password of the database',
      '  API_CREDENTIAL (optional; or API_CREDENTIAL_FILE)\n      credential of the partner',
      '  COLUMN_MAPPING (optional)\n      path of a mapping'
    ].join('\n')
  )
  assert.match(definition.table(), /\| `PAGE_SIZE` \| `50` \| rows a page \|\n\| `DB_PASSWORD` \| \*required\* \|/)
})

const common = defineConfig(commonConfig)
const least: Env = { KAFKA_BROKERS: 'k:9092', SCHEMA_REGISTRY_URL: 'http://r/apis/ccompat/v7' }

test('the common configuration needs the brokers and the registry only', () => {
  const settings = kafkaSettings(common.parse(least), 'a-service')
  assert.deepEqual(settings, {
    brokers: ['k:9092'],
    registryUrl: 'http://r/apis/ccompat/v7',
    topicPrefix: '',
    clientId: 'a-service'
  })
  assert.throws(() => common.parse({}), { fix: /^Set KAFKA_BROKERS, SCHEMA_REGISTRY_URL;/ })
})

test('every common variable is documented', () => {
  for (const entry of common
    .help()
    .split('\n  KAFKA')
    .join('\n  ')
    .split(/\n {2}(?=\S)/))
    assert.match(entry, /\n {6}\S/)
})

test('authentication and TLS reach the settings, and half of them is refused', () => {
  const login = { KAFKA_USERNAME: 'u', KAFKA_PASSWORD: 'p', KAFKA_TLS: 'true', KAFKA_TLS_CA: 'PEM' }
  const settings = kafkaSettings(common.parse({ ...least, ...login }), 'c')
  assert.deepEqual(settings.sasl, { mechanism: 'scram-sha-512', username: 'u', password: 'p' })
  assert.deepEqual(settings.tls, { ca: 'PEM' })
  assert.deepEqual(kafkaSettings(common.parse({ ...least, KAFKA_TLS: '1' }), 'c').tls, {})
  for (const half of [{ KAFKA_USERNAME: 'u' }, { KAFKA_PASSWORD: 'p' }, { KAFKA_TLS_CA: 'PEM' }]) {
    assert.throws(() => kafkaSettings(common.parse({ ...least, ...half }), 'c'), ConfigError)
  }
})

test('each wrong common value is refused', () => {
  const wrong: Env = {
    KAFKA_BROKERS: 'k',
    SCHEMA_REGISTRY_URL: 'r:8080',
    KAFKA_SASL_MECHANISM: 'PLAIN',
    KAFKA_TLS: 'on',
    BUSINESS_TIME_ZONE: 'Mars/Olympus',
    OPS_PORT: '70000',
    LOG_LEVEL: 'loud',
    SHUTDOWN_TIMEOUT_MS: '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
    OTEL_TRACES_SAMPLER: 'jaeger_remote',
    OTEL_TRACES_SAMPLER_ARG: '1.5'
  }
  assert.throws(
    () => common.parse(wrong),
    (error) =>
      error instanceof ConfigError &&
      error.problems
        .map(({ variable: v }) => v)
        .sort()
        .join() === Object.keys(wrong).sort().join()
  )
})
