import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { Results } from '../src/ports.ts'
import { serveApi } from './api-server.ts'

const empty = new Proxy({}, { get: () => () => Promise.resolve({ id: '1', asOf: null, map: () => [] }) }) as Results
const PATH = '/api/v1/currencies'
const KEY = 'correct-horse'
const keys = [{ name: 'ann', digest: createHash('sha256').update(KEY).digest() }]

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } })

test('with keys, data needs one; the page and the document do not', async () => {
  await using api = await serveApi({ results: empty }, { access: { kind: 'known', keys, tokens: undefined } })
  const refused = await api.ask<{ detail: string }>(PATH, PATH)
  assert.deepEqual([refused.status, refused.headers.get('www-authenticate')], [401, 'Bearer realm="sales"'])
  for (const token of ['wrong', `${KEY}x`, keys[0]!.digest.toString('hex')]) {
    const reply = await api.ask(PATH, PATH, bearer(token))
    assert.deepEqual([reply.status, reply.headers.get('www-authenticate')?.includes('invalid_token')], [401, true])
  }
  assert.equal((await api.ask(PATH, PATH, bearer(KEY))).status, 200)
  for (const path of ['/api/v1', '/api/v1/events', `${PATH}.csv`, '/api/nothing']) {
    assert.equal((await fetch(`${api.url}${path}`)).status, 401, path)
  }
  assert.equal((await fetch(`${api.url}/openapi.json`)).status, 200)
  assert.deepEqual(Object.keys(api.document.components), ['schemas', 'securitySchemes'])
})

test('a token opens the API if issuer, audience, signature and time are right', async () => {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256' }
  const issuer = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })))
  issuer.listen(0, '127.0.0.1')
  await once(issuer, 'listening')
  const jwksUrl = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`
  const tokens = { issuer: 'https://id.test', audience: 'sales', jwksUrl }
  await using api = await serveApi({ results: empty }, { access: { kind: 'known', keys: [], tokens } })
  const token = (claims: { iss?: string; aud?: string; exp?: string }, key = privateKey) =>
    new SignJWT({ sub: 'bob' })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(claims.iss ?? tokens.issuer)
      .setAudience(claims.aud ?? tokens.audience)
      .setExpirationTime(claims.exp ?? '1 minute')
      .sign(key)
  const status = async (text: string) => (await api.ask(PATH, PATH, bearer(text))).status
  assert.equal(await status(await token({})), 200)
  const stranger = await generateKeyPair('ES256')
  for (const wrong of [
    await token({ iss: 'https://other.test' }),
    await token({ aud: 'other' }),
    await token({ exp: '1 minute ago' }),
    await token({}, stranger.privateKey),
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`,
    'a.b.c',
    'no-token'
  ]) {
    assert.equal(await status(wrong), 401, wrong)
  }
  issuer.close()
  issuer.closeAllConnections()
  await using later = await serveApi({ results: empty }, { access: { kind: 'known', keys, tokens } })
  assert.equal((await later.ask(PATH, PATH, bearer(await token({})))).status, 503)
  assert.equal((await later.ask(PATH, PATH, bearer(KEY))).status, 200)
})

test('a client has so many requests a minute, and is told', async () => {
  await using api = await serveApi({ results: empty }, { mostRequests: 2, trustedProxies: 1 })
  const from = (address: string) => api.ask(PATH, PATH, { headers: { 'x-forwarded-for': address } })
  const first = await from('192.0.2.1')
  assert.equal(first.status, 200)
  assert.match(first.headers.get('ratelimit-policy') ?? '', /"requests"; q=2; w=60/)
  assert.match(first.headers.get('ratelimit') ?? '', /"requests"; r=1; t=\d+/)
  assert.equal((await from('192.0.2.1')).status, 200)
  const refused = await from('192.0.2.1')
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers.get('retry-after')) > 0)
  assert.equal((await from('192.0.2.2')).status, 200)
  assert.equal((await fetch(`${api.url}/openapi.json`)).status, 200)
})

test('a key has its own rate, wherever it asks from; who guesses keys is bounded too', async () => {
  const access = { kind: 'known', keys, tokens: undefined } as const
  await using api = await serveApi({ results: empty }, { access, mostRequests: 2 })
  const statuses = async (token: string) => [
    (await api.ask(PATH, PATH, bearer(token))).status,
    (await api.ask(PATH, PATH, bearer(token))).status,
    (await api.ask(PATH, PATH, bearer(token))).status
  ]
  assert.deepEqual(await statuses('guess'), [401, 401, 429])
  assert.deepEqual(await statuses(KEY), [200, 200, 429])
})

test('pages of the origins that are configured may ask, no others', async () => {
  await using api = await serveApi({ results: empty }, { corsOrigins: ['https://a.test'], mostRequests: 1 })
  const from = (origin: string, method = 'GET') => fetch(`${api.url}${PATH}`, { method, headers: { origin } })
  const preflight = await from('https://a.test', 'OPTIONS')
  assert.deepEqual([preflight.status, preflight.headers.get('access-control-allow-origin')], [204, 'https://a.test'])
  const allowed = await from('https://a.test')
  assert.equal(allowed.headers.get('access-control-allow-origin'), 'https://a.test')
  assert.match(allowed.headers.get('access-control-expose-headers') ?? '', /ETag/)
  assert.match(allowed.headers.get('vary') ?? '', /Origin.*Accept-Encoding/)
  assert.equal((await from('https://b.test')).headers.get('access-control-allow-origin'), null)
  await using closed = await serveApi({ results: empty })
  assert.equal(
    (await fetch(`${closed.url}${PATH}`, { headers: { origin: 'https://a.test' } })).headers.get(
      'access-control-allow-origin'
    ),
    null
  )
})
