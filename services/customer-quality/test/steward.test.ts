import assert from 'node:assert/strict'
import { test } from 'node:test'
import { portalUrl, World } from './world.ts'

const KEY = 'a-key-that-is-no-secret'

test('the page is for everybody, the API for those who have a key', async () => {
  await using world = await World.create()
  const steward = await world.spawn('steward', { HTTP_PORT: '0', STEWARD_KEYS: `ann:${KEY}`, RATE_LIMIT: '20' })
  const url = portalUrl(steward)
  const statusOf = async (path: string, authorization?: string) => {
    const response = await fetch(url + path, { headers: authorization === undefined ? {} : { authorization } })
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/)
    return response.status
  }
  assert.equal(await statusOf('/'), 200)
  assert.equal(await statusOf('/page/icon.svg'), 200)
  assert.equal(await statusOf('/page/..%2fpackage.json'), 404)
  assert.equal(await statusOf('/api/v1/nothing', `Bearer ${KEY}`), 404)
  const known = await fetch(`${url}/api/v1/author`, { headers: { authorization: `Bearer ${KEY}` } })
  assert.deepEqual(await known.json(), { author: 'ann' })
  for (const wrong of [undefined, `Bearer ${KEY}x`, `Basic ${KEY}`, 'Bearer', `Bearer ${'x'.repeat(5000)}`])
    assert.equal(await statusOf('/api/v1/nothing', wrong), 401)
  const answers = await Promise.all(Array.from({ length: 20 }, () => statusOf('/api/v1/nothing')))
  assert.ok(answers.includes(429), String(answers))
  assert.doesNotMatch(steward.logs, new RegExp(KEY))
})
