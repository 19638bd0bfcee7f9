import assert from 'node:assert/strict'
import { test } from 'node:test'

import { config, credentialsOf } from './config.ts'

const env = {
  KAFKA_BROKERS: 'localhost:9092',
  SCHEMA_REGISTRY_URL: 'http://localhost:8080',
  PARTNER_WSDL: 'https://partner.example/sales?wsdl'
}
const parse = (more: Record<string, string>) => config.parse({ ...env, ...more })

test('a WSDL is all it needs beside Kafka', () => {
  const { POLL_INTERVAL_MS, PAGE_SIZE, OVERLAP_MS, TIMEOUT_MS, SOURCE_NAME } = parse({})
  assert.deepEqual(
    [POLL_INTERVAL_MS, PAGE_SIZE, OVERLAP_MS, TIMEOUT_MS, SOURCE_NAME],
    [5_000, 1_000, 60_000, 30_000, 'partner']
  )
})

test('every wrong variable is named', () => {
  assert.throws(
    () => parse({ PARTNER_WSDL: 'file:///etc/passwd', PAGE_SIZE: '0', SOURCE_NAME: 'a:b' }),
    /PARTNER_WSDL[^]*SOURCE_NAME[^]*PAGE_SIZE/
  )
})

test('credentials are user and password, or a token, or none', () => {
  const credentials = (more: Record<string, string>) => credentialsOf(parse(more))
  assert.equal(credentials({}), undefined)
  assert.deepEqual(credentials({ PARTNER_USERNAME: 'a', PARTNER_PASSWORD: 'b' }), { username: 'a', password: 'b' })
  assert.deepEqual(credentials({ PARTNER_TOKEN: 't' }), { token: 't' })
  assert.throws(() => credentials({ PARTNER_USERNAME: 'a' }), /PARTNER_PASSWORD is missing/)
  assert.throws(() => credentials({ PARTNER_PASSWORD: 'b' }), /PARTNER_USERNAME is missing/)
  assert.throws(() => credentials({ PARTNER_TOKEN: 't', PARTNER_USERNAME: 'a' }), /PARTNER_TOKEN is set beside/)
})
