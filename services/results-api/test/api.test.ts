import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { serveApi } from './api-server.ts'
import { applyCities, applySalesmen, cityPartial, largestSale, salesmanPartial } from './partials.ts'
import { openStore, type Store } from './store.ts'

interface Ranked {
  readonly rank: number
  readonly country: string | null
  readonly region: string
  readonly city: string
  readonly salesmanId: string
  readonly salesmanName: string
  readonly saleId: string
  readonly currency: string
  readonly total: string
  readonly amount: string
  readonly count: number
}
interface Ranking {
  readonly items: readonly Ranked[]
  readonly period: string
  readonly date: string | null
  readonly asOf: string | null
}
interface ProblemBody {
  readonly title: string
  readonly detail: string
  readonly errors?: readonly { parameter: string; message: string }[]
}
interface SalesmanBody {
  readonly salesmanName: string
  readonly totals: readonly Ranked[]
  readonly years: readonly (Ranked & { year: number })[]
}

const CITIES = '/api/v1/top-sales-per-city'
const CITY = '/api/v1/cities/{country}/{city}/top-sales'
const SALESMEN = '/api/v1/top-salesmen'
const SALESMAN = '/api/v1/salesmen/{salesmanId}'

describe('the API', () => {
  let store: Store
  let api: Awaited<ReturnType<typeof serveApi>>
  before(async () => {
    store = await openStore()
    api = await serveApi(store)
  })
  after(async () => {
    await api[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  test('an empty store has empty rankings, as of nothing', async () => {
    const { status, body } = await api.ask<Ranking>(CITIES, CITIES)
    assert.deepEqual(
      [status, body],
      [200, { items: [], ...{ period: 'all', date: null, from: null, to: null }, next: null, asOf: null }]
    )
    assert.deepEqual((await api.ask<Ranking>(SALESMEN, SALESMEN)).body.items, [])
    assert.equal((await api.ask(CITY, '/api/v1/cities/France/Paris/top-sales')).status, 404)
    assert.equal((await api.ask(SALESMAN, '/api/v1/salesmen/1')).status, 404)
  })

  test('cities rank by total, count and name; equal totals share a rank; currencies stay apart', async () => {
    await applyCities(store, [
      cityPartial({ city: 'Paris', total: 10_825_514_400n, count: 2n }),
      cityPartial({ city: 'Lyon', total: 200_000n, count: 3n }),
      cityPartial({ city: 'Nantes', total: 200_000n, count: 4n }),
      cityPartial({ city: 'Albi', total: 200_000n, count: 3n, shard: 1 }),
      cityPartial({ city: 'Brest', total: 1n, count: 1n }),
      cityPartial({ country: 'USA', region: 'MA', city: 'Boston', currency: 'USD', total: -5_000n }),
      cityPartial({ city: 'Gone', total: 0n, count: 0n })
    ])
    const { body } = await api.ask<Ranking>(CITIES, CITIES)
    assert.deepEqual(
      body.items.map(({ rank, city, currency, total, count }) => [rank, city, currency, total, count]),
      [
        [1, 'Paris', 'EUR', '1082551.44', 2],
        [2, 'Nantes', 'EUR', '20.00', 4],
        [2, 'Albi', 'EUR', '20.00', 3],
        [2, 'Lyon', 'EUR', '20.00', 3],
        [5, 'Brest', 'EUR', '0.0001', 1],
        [1, 'Boston', 'USD', '-0.50', 1]
      ]
    )
    const limited = await api.ask<Ranking>(CITIES, `${CITIES}?limit=1`)
    assert.deepEqual(
      limited.body.items.map(({ city }) => city),
      ['Paris', 'Boston']
    )
    const abroad = await api.ask<Ranking>(CITIES, `${CITIES}?country=USA&currency=USD&limit=5000`)
    assert.deepEqual(
      abroad.body.items.map(({ region, city }) => [region, city]),
      [['MA', 'Boston']]
    )
    assert.deepEqual((await api.ask<Ranking>(CITIES, `${CITIES}?currency=CHF`)).body.items, [])
  })

  test('an answer shows a change at once, and says when it was applied', async () => {
    const path = `${CITIES}?country=Japan`
    const earlier = (await api.ask<Ranking>(CITIES, path)).body
    assert.deepEqual(earlier.items, [])
    await applyCities(store, [cityPartial({ country: 'Japan', city: '東京', currency: 'JPY', total: 10_000n })])
    const later = (await api.ask<Ranking>(CITIES, path)).body
    assert.deepEqual(
      later.items.map(({ city }) => city),
      ['東京']
    )
    assert.ok(earlier.asOf! < later.asOf!)
    assert.deepEqual((await api.ask<Ranking>(CITIES, path)).body, later)
  })

  test('periods: a year, a month, a day; of a longer date the beginning counts', async () => {
    await applyCities(store, [
      cityPartial({ country: 'Peru', city: 'Lima', day: '2003-12-31', total: 10_000n }),
      cityPartial({ country: 'Peru', city: 'Lima', day: '2004-02-01', total: 20_000n }),
      cityPartial({ country: 'Peru', city: 'Lima', day: '2004-02-29', total: 40_000n })
    ])
    const total = async (query: string) => {
      const { body } = await api.ask<Ranking>(CITIES, `${CITIES}?country=Peru&${query}`)
      return [body.items[0]?.total, body.date]
    }
    assert.deepEqual(await total('period=all'), ['7.00', null])
    assert.deepEqual(await total('period=year&date=2004'), ['6.00', '2004'])
    assert.deepEqual(await total('period=year&date=2003-01-01'), ['1.00', '2003'])
    assert.deepEqual(await total('period=month&date=2004-02'), ['6.00', '2004-02'])
    assert.deepEqual(await total('period=month&date=2004-02-29'), ['6.00', '2004-02'])
    assert.deepEqual(await total('period=day&date=2004-02-29'), ['4.00', '2004-02-29'])
    assert.deepEqual(await total('period=day&date=2004-03-01'), [undefined, '2004-03-01'])
    assert.deepEqual(await total('from=2003-12-31&to=2004-02-28'), ['3.00', null])
    assert.deepEqual(await total('from=2004-02'), ['6.00', null])
    assert.equal((await api.ask(CITIES, `${CITIES}?from=2004&period=year&date=2004`)).status, 400)
  })

  test('the largest sales of a city, over its regions, shards and days', async () => {
    const at = { country: 'Côte d’Ivoire', city: 'A/B & Ç?#%' }
    await applyCities(store, [
      cityPartial({
        ...at,
        region: 'N',
        count: 2n,
        largest: [largestSale('shop:2', 70_000n), largestSale('shop:3', 10_000n)]
      }),
      cityPartial({ ...at, region: 'S', shard: 1, day: '2005-01-01', largest: [largestSale('shop:1', 70_000n)] }),
      cityPartial({ ...at, region: 'S', currency: 'USD', largest: [largestSale('shop:4', 1n)] })
    ])
    const path = `/api/v1/cities/${encodeURIComponent(at.country)}/${encodeURIComponent(at.city)}/top-sales`
    const sales = async (query: string) =>
      (await api.ask<Ranking>(CITY, `${path}${query}`)).body.items.map(({ rank, saleId, amount, region }) => [
        rank,
        saleId,
        amount,
        region
      ])
    assert.deepEqual(await sales(''), [
      [1, 'shop:1', '7.00', 'S'],
      [1, 'shop:2', '7.00', 'N'],
      [3, 'shop:3', '1.00', 'N'],
      [1, 'shop:4', '0.0001', 'S']
    ])
    assert.deepEqual(await sales('?limit=1&currency=EUR'), [[1, 'shop:1', '7.00', 'S']])
    assert.deepEqual(await sales('?region=N&limit=1'), [[1, 'shop:2', '7.00', 'N']])
    assert.deepEqual(await sales('?period=year&date=2005'), [[1, 'shop:1', '7.00', 'S']])
    assert.deepEqual(await sales('?period=day&date=2006-01-01'), [])
    assert.equal((await api.ask(CITY, `${path}?region=`)).status, 404)
    assert.equal((await api.ask(CITY, `${path}?limit=11`)).status, 400)
  })

  test('salesmen rank in a country and over all; one of them has totals, ranks and years', async () => {
    await applySalesmen(store, [
      salesmanPartial({ salesman: ['1', 'Ann'], country: 'France', total: 10_000n }),
      salesmanPartial({ salesman: ['1', 'Ann Müller'], country: 'Spain', day: '2005-01-01', total: 30_000n }),
      salesmanPartial({ salesman: ['a/b', 'Bob'], country: 'Spain', total: 50_000n })
    ])
    const ranking = async (query: string) =>
      (await api.ask<Ranking>(SALESMEN, `${SALESMEN}${query}`)).body.items.map(
        ({ rank, country, salesmanName, total }) => [rank, country, salesmanName, total]
      )
    assert.deepEqual(await ranking(''), [
      [1, null, 'Bob', '5.00'],
      [2, null, 'Ann Müller', '4.00']
    ])
    assert.deepEqual(await ranking('?country=France'), [[1, 'France', 'Ann Müller', '1.00']])
    assert.deepEqual(await ranking('?period=year&date=2005&currency=EUR'), [[1, null, 'Ann Müller', '3.00']])
    const { body } = await api.ask<SalesmanBody>(SALESMAN, '/api/v1/salesmen/1')
    assert.equal(body.salesmanName, 'Ann Müller')
    assert.deepEqual(
      body.totals.map(({ country, rank, total }) => [country, rank, total]),
      [
        [null, 2, '4.00'],
        ['France', 1, '1.00'],
        ['Spain', 2, '3.00']
      ]
    )
    assert.deepEqual(
      body.years.map(({ year, country }) => [year, country]),
      [
        [2004, null],
        [2005, null],
        [2004, 'France'],
        [2005, 'Spain']
      ]
    )
    assert.equal((await api.ask<SalesmanBody>(SALESMAN, '/api/v1/salesmen/a%2Fb')).body.salesmanName, 'Bob')
  })

  test('wrong parameters are all named, with what is allowed', async () => {
    const { status, body } = await api.ask<ProblemBody>(
      CITIES,
      `${CITIES}?limit=0&limit=2&period=week&colour=red&currency=eur&country=`
    )
    assert.equal(status, 400)
    assert.deepEqual(
      new Set(body.errors?.map(({ parameter }) => parameter)),
      new Set(['limit', 'period', 'colour', 'currency', 'country'])
    )
    assert.match(JSON.stringify(body.errors), /one of all, year, month, day/)
    const wrong = [
      ...[
        'period=month',
        'period=month&date=2004',
        'date=2004',
        'period=day&date=2004-02-30',
        'limit=5001',
        'limit=1e3',
        'limit=',
        'limit=%00'
      ],
      ...[
        'country=%00',
        'country[]=a',
        '__proto__=1',
        'constructor=1',
        'currency=USD%27%20OR%201=1',
        `country=${'x'.repeat(201)}`,
        'period=ALL',
        'x'
      ]
    ]
    for (const query of wrong) {
      const reply = await api.ask<ProblemBody>(CITIES, `${CITIES}?${query}`)
      assert.equal(reply.status, 400, query)
      assert.ok(reply.body.errors!.length > 0, query)
    }
  })

  test('hostile texts find nothing and break nothing', async () => {
    for (const text of ["'; DROP TABLE city; --", '%', '\\', '"', '🙂', '\u202E', '$1', '\n', '../..']) {
      const name = encodeURIComponent(text)
      assert.deepEqual((await api.ask<Ranking>(CITIES, `${CITIES}?country=${name}`)).body.items, [], text)
      assert.equal((await api.ask(CITY, `/api/v1/cities/${name}/x/top-sales`)).status, 404, text)
    }
    assert.equal((await fetch(`${api.url}/api/v1/salesmen/%00`)).status, 400)
    for (const path of ['/api/v1/salesmen/%E0%A4', '/api/v1/salesmen/%']) {
      const reply = await fetch(`${api.url}${path}`)
      assert.equal(reply.status, 400)
      assert.match(((await reply.json()) as ProblemBody).detail, /percent-encoded/)
    }
    assert.equal((await fetch(`${api.url}/${'x'.repeat(9000)}`)).status, 414)
  })

  test('what is not there, or not allowed, is a problem document', async () => {
    for (const path of ['/nothing', '/api', '/api/v1/cities', '/API/v1/top-salesmen']) {
      const reply = await fetch(`${api.url}${path}`)
      assert.deepEqual(
        [reply.status, reply.headers.get('content-type')],
        [404, 'application/problem+json; charset=utf-8']
      )
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const reply = await api.ask<ProblemBody>(CITIES, CITIES, { method })
      assert.deepEqual([reply.status, reply.headers.get('allow')], [405, 'GET, HEAD'])
    }
  })

  test('every answer carries the security headers, and HEAD no body', async () => {
    for (const path of [CITIES, `${CITIES}?limit=x`, '/nothing', '/openapi.json', '/api/v1']) {
      const reply = await fetch(`${api.url}${path}`, { method: 'HEAD' })
      assert.equal(await reply.text(), '')
      assert.ok(Number(reply.headers.get('content-length')) > 0)
      assert.equal(reply.headers.get('x-content-type-options'), 'nosniff')
      assert.match(reply.headers.get('content-security-policy')!, /default-src 'none'/)
      assert.equal(reply.headers.get('x-powered-by'), null)
    }
  })

  test('requests are counted by route; unknown paths share one', async () => {
    await fetch(`${api.url}/who/knows`)
    const metrics = await api.metrics()
    assert.match(metrics, /sales_pipeline_http_requests_total\{.*route="unmatched",method="GET",status="4xx".*\} [1-9]/)
    assert.match(
      metrics,
      /sales_pipeline_http_requests_total\{.*route="\/api\/v1\/top-salesmen",method="GET",status="5xx".*\} 0/
    )
  })
})
