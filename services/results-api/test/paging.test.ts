import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { serveApi } from './api-server.ts'
import { applyCities, applySalesmen, cityPartial, salesmanPartial } from './partials.ts'
import { openStore, type Store } from './store.ts'

interface Page {
  readonly items: readonly { readonly rank: number }[]
  readonly next: string | null
}

const RANKINGS = ['/api/v1/top-sales-per-city', '/api/v1/top-salesmen']

describe('pages of a ranking', () => {
  let store: Store
  let api: Awaited<ReturnType<typeof serveApi>>
  before(async () => {
    store = await openStore()
    api = await serveApi(store)
    const groups = Array.from({ length: 60 }, (_, i) => ({
      ...{ country: i % 3 === 0 ? 'Spain' : 'France', city: `City ${i % 50}`, region: i < 50 ? '' : 'N' },
      ...{ salesman: [`id ${i}`, `Name ${i % 7}`] as const },
      ...{ total: BigInt(i % 5) * 10_000n - 10_000n, count: BigInt(1 + (i % 2)) }
    }))
    await applyCities(store, groups.map(cityPartial))
    await applySalesmen(store, groups.map(salesmanPartial))
  })
  after(async () => {
    await api[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  test('put together they are the ranking, ties and ranks included, whatever their size', async () => {
    const filters = fc.record({ path: fc.constantFrom(...RANKINGS), country: fc.constantFrom('', '&country=France') })
    const property = fc.asyncProperty(filters, fc.integer({ min: 1, max: 25 }), async ({ path, country }, limit) => {
      const query = `?currency=EUR${country}`
      const whole = (await api.ask<Page>(path, `${path}${query}&limit=5000`)).body
      assert.equal(whole.next, null)
      const items: unknown[] = []
      let next: string | null = `${path}${query}&limit=${limit}`
      while (next !== null) {
        const { body, headers }: { body: Page; headers: Headers } = await api.ask<Page>(path, next)
        assert.ok(body.items.length === limit || body.next === null)
        assert.equal(headers.get('link'), body.next && `<${body.next}>; rel="next"`)
        items.push(...body.items)
        next = body.next
      }
      assert.deepEqual(items, whole.items)
    })
    await fc.assert(property, { numRuns: 30 })
  })

  test('CSV has the same rows and pages; a page needs a currency', async () => {
    const [path = ''] = RANKINGS
    const first = await fetch(`${api.url}${path}.csv?currency=EUR&limit=2`)
    assert.equal(first.headers.get('content-type'), 'text/csv; charset=utf-8')
    const [header, ...lines] = (await first.text()).trimEnd().split('\r\n')
    assert.equal(header, 'rank,country,region,city,currency,total,count')
    assert.deepEqual([lines.length, lines[0]], [2, '1,France,,City 19,EUR,3.00,2'])
    const [, next = ''] = /^<(.*)>/.exec(first.headers.get('link') ?? '') ?? []
    assert.match(next, /^\/api\/v1\/top-sales-per-city\.csv\?/)
    assert.equal((await fetch(`${api.url}${next}`)).status, 200)
    const byHeader = await fetch(`${api.url}${path}?currency=EUR&limit=2`, { headers: { accept: 'text/csv' } })
    assert.equal(await byHeader.text(), [header, ...lines, ''].join('\r\n'))
    assert.equal((await api.ask(path, next.replace('.csv', '').replace('currency=EUR', ''))).status, 400)
    assert.equal((await api.ask<Page>(path, `${path}?limit=2`)).body.next, null)
  })
})
