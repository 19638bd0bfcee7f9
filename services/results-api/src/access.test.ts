import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accessOf } from './access.ts'
import { config } from './config.ts'

const DIGEST = 'a'.repeat(64)
const OIDC = { OIDC_ISSUER: 'https://id.test', OIDC_AUDIENCE: 'sales', OIDC_JWKS_URL: 'https://id.test/keys' }

function access(env: Record<string, string>) {
  const required = { KAFKA_BROKERS: 'a:1', SCHEMA_REGISTRY_URL: 'http://a', RESULTS_DATABASE_URL: 'postgres://a/b' }
  return accessOf(config.parse({ ...required, ...env }))
}

test('on loopback anybody may ask; beyond it only if that is said', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost'])
    assert.equal(access({ HTTP_HOST: host }).kind, 'open')
  for (const host of ['0.0.0.0', '::', '10.0.0.1', '127.example.com']) {
    assert.throws(() => access({ HTTP_HOST: host }), /API_KEYS is missing .*OIDC_ISSUER.*AUTH=none/, host)
    assert.equal(access({ HTTP_HOST: host, AUTH: 'none' }).kind, 'open')
    assert.equal(access({ HTTP_HOST: host, API_KEYS: `ann:${DIGEST}` }).kind, 'known')
  }
})

test('keys have a name and a digest, one a line or between commas', () => {
  const open = access({ API_KEYS: `ann:${DIGEST},\nbob:${DIGEST.toUpperCase()}\n` })
  assert.deepEqual(open.kind === 'known' && open.keys.map(({ name, digest }) => [name, digest.length]), [
    ['ann', 32],
    ['bob', 32]
  ])
  for (const keys of ['ann', `ann:${DIGEST}0`, `:${DIGEST}`])
    assert.throws(() => access({ API_KEYS: keys }), /API_KEYS/)
})

test('half a configuration is none', () => {
  assert.equal(access(OIDC).kind, 'known')
  assert.throws(() => access({ ...OIDC, OIDC_AUDIENCE: '' }), /OIDC_AUDIENCE is missing/)
  assert.throws(() => access({ ...OIDC, AUTH: 'none' }), /AUTH is none although/)
})
