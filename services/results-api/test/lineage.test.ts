import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sales } from '@sales-pipeline/contracts'
import type { OutgoingRecord } from '@sales-pipeline/kafka'
import { aSale, eventually } from '@sales-pipeline/testkit'
import { openWorld, type World } from './lineage-world.ts'
import { applyCities, applySalesmen, cityPartial, salesmanPartial } from './partials.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const headers = { traceparent: `00-${TRACE}-b7ad6b7169203331-01` }
const SALES = 4_000

/** Each sale three times over: as it was, edited, and (every tenth) deleted or (the others) edited again. */
async function rounds(world: World): Promise<OutgoingRecord[][]> {
  const topic = await world.kafka.open(sales)
  return [1n, 2n, 3n].map((round) =>
    Array.from({ length: SALES }, (_, number) => {
      const id = `${number % 2 === 0 ? 'shop' : 'files'}:${number}`
      const sale = aSale({
        sale_id: id,
        version: round,
        amount: round * 10_000n,
        place: { city: `City ${number % 50}` }
      })
      return topic.record(id, round === 3n && number % 10 === 0 ? null : sale, { headers })
    })
  )
}

const HELD = `SELECT count(*)::int AS count FROM sale_version`

test('killed in the middle of a load, nothing of the lineage of a sale is lost or doubled', async () => {
  await using world = await openWorld()
  const load = await rounds(world)
  await using first = await world.start()
  await first.ready()
  const sending = (async () => {
    for (const round of load) await world.producer.send(round)
  })()
  await eventually(async () => {
    assert.ok((await world.one<{ count: number }>(HELD)).count > 0)
  })
  first.kill('SIGKILL')
  await using second = await first.restart()
  await sending
  await eventually(
    async () => {
      assert.equal((await world.one<{ count: number }>(HELD)).count, 3 * SALES)
    },
    { timeoutMs: 60_000 }
  )
  const state = 'SELECT count(*)::int AS count, sum(amount)::text AS total FROM sale_state WHERE NOT deleted'
  const expected = { count: SALES * 0.9, total: (SALES * 0.9 * 3).toFixed(4) }
  const actual = await world.one<{ count: number; total: string }>(state)
  assert.deepEqual({ ...actual, total: Number(actual.total) }, { ...expected, total: Number(expected.total) })
  // Everything read again changes nothing.
  await second.stop()
  await world.store.pool.query('UPDATE lineage_progress SET next_offset = 0')
  await using third = await second.restart()
  await eventually(async () => {
    const { lag } = await world.one<{ lag: string }>(
      `SELECT sum(end_offset - next_offset)::text AS lag FROM lineage_progress WHERE next_offset > 0 HAVING count(*) >= ${sales.partitions}`
    )
    assert.equal(lag, '0')
  })
  assert.equal((await world.one<{ count: number }>(HELD)).count, 3 * SALES)
  assert.deepEqual(await world.one(state), actual)
  await third.stop()
})

interface SaleAnswer {
  readonly deleted: boolean
  readonly sale: { readonly amount: string } | null
  readonly record: { readonly traceId: string | null; readonly partition: number }
  readonly source: Readonly<Record<string, string | null>>
  readonly rules: readonly { readonly passed: boolean }[]
  readonly totals: readonly { readonly href: string; readonly shard: number }[]
  readonly history: readonly { readonly changed: readonly string[]; readonly deleted: boolean }[]
}

interface TotalAnswer {
  readonly total: string
  readonly count: number
  readonly ranking: { readonly total: string; readonly count: number }
  readonly consistent: boolean
  readonly sources: readonly { readonly source: string; readonly total: string; readonly count: number }[]
  readonly items: readonly { readonly saleId: string }[]
  readonly next: string | null
}

const SALE_PATH = '/api/v1/lineage/sales/{saleId}'
const CITY_PATH = '/api/v1/lineage/cities/{country}/{city}'
const SALESMAN_PATH = '/api/v1/lineage/salesmen/{salesmanId}'

test('a sale tells where it comes from, what it was, and its totals; a total tells its sales, page by page', async () => {
  await using world = await openWorld()
  const topic = await world.kafka.open(sales)
  const sale = (id: string, amount: bigint, day: number, dataset = 'public.sale') =>
    topic.record(id, aSale({ sale_id: id, amount, sold_at: Date.UTC(2004, 4, day), provenance: { dataset } }), {
      headers
    })
  const records = [
    sale('shop:1', 1_0000n, 6),
    sale('shop:1', 2_0000n, 6),
    ...Array.from({ length: 5 }, (_, number) => sale(`files:${number}`, 3_0000n, 7 + number)),
    sale('shop:gone', 9_0000n, 6),
    topic.record('shop:gone', null, { headers })
  ]
  await world.producer.send(records)
  await using service = await world.start()
  await eventually(async () => {
    assert.equal((await world.one<{ count: number }>(HELD)).count, records.length)
  })
  const { body: one } = await world.api.ask<SaleAnswer>(SALE_PATH, '/api/v1/lineage/sales/shop:1')
  assert.deepEqual([one.deleted, one.sale?.amount, one.record.traceId], [false, '2.00', TRACE])
  assert.deepEqual([one.source['name'], one.source['table'], one.source['lsn']], ['shop', 'public.sale', '0/1'])
  assert.ok(one.rules.length > 5 && one.rules.every(({ passed }) => passed))
  assert.deepEqual(
    one.history.map(({ changed }) => changed),
    [['amount'], []]
  )
  assert.equal(one.totals.length, 12)
  for (const { href, shard } of one.totals) {
    assert.equal(shard, one.record.partition)
    const template = href.includes('/cities/') ? CITY_PATH : SALESMAN_PATH
    const { body } = await world.api.ask<TotalAnswer>(template, href)
    assert.ok(
      body.items.some(({ saleId }) => saleId === 'shop:1'),
      href
    )
  }
  const { body: gone } = await world.api.ask<SaleAnswer>(SALE_PATH, '/api/v1/lineage/sales/shop:gone')
  assert.deepEqual([gone.deleted, gone.sale?.amount, gone.totals, gone.history[0]?.deleted], [true, '9.00', [], true])
  assert.equal((await world.api.ask(SALE_PATH, '/api/v1/lineage/sales/shop:none')).status, 404)

  const path = '/api/v1/lineage/cities/France/Paris?currency=EUR&limit=2'
  const seen: string[] = []
  let page = await world.api.ask<TotalAnswer>(CITY_PATH, path)
  assert.deepEqual([page.body.total, page.body.count, page.body.consistent], ['17.00', 6, false])
  assert.deepEqual(page.body.sources, [
    { source: 'files', total: '15.00', count: 5 },
    { source: 'shop', total: '2.00', count: 1 }
  ])
  for (;;) {
    seen.push(...page.body.items.map(({ saleId }) => saleId))
    if (page.body.next === null) break
    page = await world.api.ask<TotalAnswer>(CITY_PATH, page.body.next)
  }
  assert.deepEqual(seen, ['files:0', 'files:1', 'files:2', 'files:3', 'files:4', 'shop:1'])
  await applyCities(world.store, [cityPartial({ total: 17_0000n, count: 6n })])
  await applySalesmen(world.store, [salesmanPartial({ salesman: ['1370', 'Gerard'], total: 17_0000n, count: 6n })])
  for (const [template, asked] of [
    [CITY_PATH, path],
    [SALESMAN_PATH, '/api/v1/lineage/salesmen/1370?currency=EUR'],
    [SALESMAN_PATH, '/api/v1/lineage/salesmen/1370?currency=EUR&country=France']
  ] as const) {
    const { body } = await world.api.ask<TotalAnswer>(template, asked)
    assert.deepEqual([body.consistent, body.ranking], [true, { total: '17.00', count: 6 }], asked)
  }
  const csv = await fetch(`${world.api.url}${path}`, { headers: { accept: 'text/csv' } })
  assert.match(csv.headers.get('link') ?? '', /cursor=[\w-]+>; rel="next"/)
  assert.match(await csv.text(), /^saleId,source,country,.*\r\nfiles:0,files,France,.*\r\nfiles:1,.*\r\n$/)
  const { body: day } = await world.api.ask<TotalAnswer>(CITY_PATH, `${path}&period=day&date=2004-05-08`)
  assert.deepEqual([day.total, day.items.length], ['3.00', 1])
  assert.equal((await world.api.ask(CITY_PATH, `${path}&cursor=rubbish`)).status, 400)
  assert.equal((await world.api.ask(CITY_PATH, '/api/v1/lineage/cities/France/Paris')).status, 400)
  await service.stop()
})

test('a topic made anew, or tombstones that may be gone: what is stored is read again', async () => {
  await using world = await openWorld()
  const topic = await world.kafka.open(sales)
  await world.producer.send([topic.record('shop:1', aSale({ sale_id: 'shop:1' }))])
  await using first = await world.start()
  await eventually(async () => {
    assert.equal((await world.one<{ count: number }>(HELD)).count, 1)
  })
  await first.stop()
  await world.store.pool.query(`
    INSERT INTO sale_state (sale_id, partition, record_offset, deleted, source)
      SELECT 'shop:ghost' || partition, partition, 0, false, 'shop' FROM generate_series(0, 5) AS partition;
    INSERT INTO lineage_progress SELECT '${topic.name}', partition, 1000, 1000, now(), now() FROM generate_series(0, 5) AS partition
      ON CONFLICT (topic, partition) DO UPDATE SET next_offset = 1000`)
  await using second = await first.restart()
  await eventually(async () => {
    const { ids } = await world.one<{ ids: string[] | null }>('SELECT array_agg(sale_id) AS ids FROM sale_state')
    assert.deepEqual(ids, ['shop:1'])
  })
  await second.stop()
})
