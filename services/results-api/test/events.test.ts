import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '@sales-pipeline/testkit'
import { serveApi } from './api-server.ts'
import { applyCities, cityPartial } from './partials.ts'
import { openStore } from './store.ts'

/** Collects what a stream of events says. */
async function listen(url: string, headers: Record<string, string> = {}) {
  const stop = new AbortController()
  const response = await fetch(`${url}/api/v1/events`, { headers, signal: stop.signal })
  const heard = { text: '', ended: false }
  const reading = (async () => {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) heard.text += chunk
  })()
  reading.catch(() => undefined).finally(() => (heard.ended = true))
  return {
    response,
    heard,
    ids: () => [...heard.text.matchAll(/^id: (.*)$/gm)].map(([, id = '']) => id),
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await reading.catch(() => undefined)
    }
  }
}

test('every replica tells what any of them has applied; who has seen it is not told again', async () => {
  await using store = await openStore()
  await using one = await serveApi(store)
  await using two = await serveApi(store)
  await using first = await listen(one.url)
  await using second = await listen(two.url)
  assert.equal(first.response.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  await eventually(() => {
    assert.deepEqual([first.ids().length, second.ids().length], [1, 1])
  })
  await applyCities(store, [cityPartial({ total: 10_000n })])
  await eventually(() => {
    assert.deepEqual([first.ids().length, second.ids().length], [2, 2])
  })
  assert.deepEqual(first.ids(), second.ids())
  const { id, asOf } = await store.results.revision()
  assert.ok(first.heard.text.endsWith(`event: revision\ndata: ${JSON.stringify({ revision: id, asOf })}\n\n`))
  await using knowing = await listen(one.url, { 'last-event-id': first.ids()[1]! })
  await applyCities(store, [cityPartial({ total: 20_000n, offset: 2n })])
  await eventually(() => {
    assert.equal(knowing.ids().length, 1)
  })
  assert.notEqual(knowing.ids()[0], first.ids()[1])
})

test('positions that move without a change are no event', async () => {
  await using store = await openStore()
  await using api = await serveApi(store)
  await applyCities(store, [cityPartial({ total: 10_000n })])
  await using stream = await listen(api.url)
  const told = () => [...stream.heard.text.matchAll(/"revision":"(\d+)"/g)].map(([, id]) => id)
  await eventually(() => {
    assert.equal(told().at(-1), '1')
  })
  await applyCities(store, [cityPartial({ total: 10_000n })])
  await applyCities(store, [cityPartial({ total: 30_000n, offset: 2n })])
  await eventually(() => {
    assert.equal(told().at(-1), '2')
  })
  assert.equal(new Set(told()).size, told().length)
})

test('listeners are bounded, and end when the service drains', async () => {
  await using store = await openStore()
  await using api = await serveApi(store)
  await using a = await listen(api.url)
  await using b = await listen(api.url)
  await using c = await listen(api.url)
  const refused = await fetch(`${api.url}/api/v1/events`)
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '2'])
  api.hub.close()
  await eventually(() => {
    assert.ok(a.heard.ended && b.heard.ended && c.heard.ended)
  })
})

test('after the store was away the stream goes on', async () => {
  await using store = await openStore()
  await using api = await serveApi(store)
  await using stream = await listen(api.url)
  await eventually(() => {
    assert.equal(stream.ids().length, 1)
  })
  await store.pool.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'results-api changes' AND datname = current_database()"
  )
  await applyCities(store, [cityPartial({ total: 10_000n })])
  await eventually(() => {
    assert.equal(stream.ids().length, 2)
  })
})
