import assert from 'node:assert/strict'
import { request } from 'node:http'
import { test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { serveApi } from './api-server.ts'
import { applyCities, cityPartial } from './partials.ts'
import { openStore } from './store.ts'

const PATH = '/api/v1/top-sales-per-city?limit=100'

interface Raw {
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

/** As it comes over the wire: fetch would decompress it. */
function raw(url: string, headers: Record<string, string> = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) })
      })
    })
    asked.on('error', reject).end()
  })
}

test('answers have a strong ETag, one for each encoding, and are not sent again until a result changes', async () => {
  await using store = await openStore()
  await using api = await serveApi(store)
  const cities = Array.from({ length: 40 }, (_, i) => cityPartial({ city: `City ${i}`, total: 10_000n }))
  await applyCities(store, cities)
  const url = `${api.url}${PATH}`
  const plain = await raw(url)
  assert.deepEqual([plain.status, plain.headers['content-encoding']], [200, undefined])
  const [br, gzip] = [
    await raw(url, { 'accept-encoding': 'gzip;q=0.5, br' }),
    await raw(url, { 'accept-encoding': 'gzip' })
  ]
  assert.deepEqual([br.headers['content-encoding'], gzip.headers['content-encoding']], ['br', 'gzip'])
  assert.deepEqual([brotliDecompressSync(br.body), gunzipSync(gzip.body)], [plain.body, plain.body])
  assert.ok(br.body.length < plain.body.length / 4)
  const tags = [plain, br, gzip].map(({ headers }) => String(headers['etag']))
  assert.equal(new Set(tags).size, 3)
  for (const [i, tag] of tags.entries()) {
    assert.match(tag, /^"[\w-]+"$/)
    const same = await raw(url, { 'if-none-match': `"x", ${tag}`, 'accept-encoding': ['identity', 'br', 'gzip'][i]! })
    assert.deepEqual([same.status, same.body.length, same.headers['etag']], [304, 0, tag])
    assert.match(String(same.headers['vary']), /Accept-Encoding/)
    assert.equal(same.headers['content-type'], undefined)
  }
  await applyCities(store, [cityPartial({ city: 'New', total: 1n, offset: 2n })])
  const changed = await raw(url, { 'if-none-match': tags[0]! })
  assert.equal(changed.status, 200)
  assert.notEqual(changed.headers['etag'], tags[0])
})

test('what is small is sent as it is, and a problem never has an ETag', async () => {
  await using store = await openStore()
  await using api = await serveApi(store)
  const small = await raw(`${api.url}${PATH}`, { 'accept-encoding': 'br' })
  assert.equal(small.headers['content-encoding'], undefined)
  const problem = await raw(`${api.url}${PATH}&x=1`, { 'if-none-match': '*' })
  assert.deepEqual([problem.status, problem.headers['etag']], [400, undefined])
})
