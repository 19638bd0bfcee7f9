import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Results } from '../src/ports.ts'
import { serveApi } from './api-server.ts'

/** A store that is away. */
const away = new Proxy({}, { get: () => () => Promise.reject(new Error('Connection terminated')) }) as Results
const broken = new Proxy({}, { get: () => () => Promise.reject(new TypeError('secret detail')) }) as Results

test('the document names every parameter of every path, once, with its schema', async () => {
  await using api = await serveApi({ results: away })
  assert.equal(api.document.openapi, '3.1.0')
  assert.equal(Object.keys(api.document.paths).length, 15 + 10 + 2)
  for (const [path, { get }] of Object.entries(api.document.paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    assert.deepEqual(
      get.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name),
      inPath
    )
    assert.equal(new Set(get.parameters.map(({ name }) => name)).size, get.parameters.length)
    for (const { name, required, schema } of get.parameters) {
      const isOfOneCurrency = name === 'currency' && /lineage\/(cities|salesmen)/.test(path)
      assert.equal(required, inPath.includes(name) || isOfOneCurrency, name)
      assert.ok('type' in schema, name)
    }
    const refs = JSON.stringify(get).match(/#\/components\/schemas\/\w+/g) ?? []
    for (const ref of refs) assert.ok(ref.replace('#/components/schemas/', '') in api.document.components.schemas)
    for (const status of ['200', '405', '503']) assert.ok(status in get.responses)
  }
  const limit = api.document.paths['/api/v1/top-sales-per-city']!.get.parameters.find(({ name }) => name === 'limit')!
  assert.deepEqual(limit.schema, { type: 'integer', minimum: 1, maximum: 5000, default: 10 })
})

test('while the store is away: 503 with Retry-After; what needs no store is there', async () => {
  await using api = await serveApi({ results: away })
  const path = '/api/v1/top-salesmen'
  const reply = await api.ask(path, path)
  assert.deepEqual([reply.status, reply.headers.get('retry-after')], [503, '2'])
  assert.equal((await fetch(`${api.url}/api/v1`)).status, 200)
})

test('a bug is a 500 that tells nothing of it', async () => {
  await using api = await serveApi({ results: broken })
  const path = '/api/v1/top-salesmen'
  const { status, body } = await api.ask(path, path)
  assert.equal(status, 500)
  assert.doesNotMatch(JSON.stringify(body), /secret|TypeError|\.ts/)
})
