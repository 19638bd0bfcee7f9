import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holderOf } from '@sales-pipeline/service-kit'
import { config } from '../config.ts'
import { accessOf } from './access.ts'

const KEY = 'a-key-of-16-chars=='

function access(env: Record<string, string>) {
  const required = { ROLE: 'steward', KAFKA_BROKERS: 'a:1', SCHEMA_REGISTRY_URL: 'http://a' }
  return accessOf(config.parse({ ...required, ...env }))
}

test('on loopback anybody may decide; beyond it only if that is said', () => {
  assert.equal(access({}).kind, 'open')
  assert.throws(() => access({ HTTP_HOST: '0.0.0.0' }), /STEWARD_KEYS is missing .*AUTH=none/)
  assert.equal(access({ HTTP_HOST: '0.0.0.0', AUTH: 'none' }).kind, 'open')
  assert.throws(() => access({ STEWARD_KEYS: `ann:${KEY}`, AUTH: 'none' }), /AUTH is none although/)
})

test('whoever has a key is called by its name; nobody can take the name of the system', () => {
  const found = access({ HTTP_HOST: '0.0.0.0', STEWARD_KEYS: `ann:${KEY},\nbob:${KEY}2\n` })
  assert.ok(found.kind === 'known')
  assert.equal(holderOf(found.keys, KEY), 'ann')
  assert.equal(holderOf(found.keys, `${KEY}2`), 'bob')
  assert.equal(holderOf(found.keys, ''), undefined)
  assert.throws(() => access({ STEWARD_KEYS: `system:${KEY}` }), /names a steward system/)
  for (const keys of ['ann', 'ann:short', `:${KEY}`, `a b:${KEY}`])
    assert.throws(
      () => access({ STEWARD_KEYS: keys }),
      (error: Error) => error.message.includes('STEWARD_KEYS') && !error.message.includes(KEY)
    )
})
