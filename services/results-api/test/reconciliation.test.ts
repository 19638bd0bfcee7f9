import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlTotals, sales, type ControlTotal, type DayTotal } from '@sales-pipeline/contracts'
import { controlRecords, tombstone } from '@sales-pipeline/kafka'
import { businessDay } from '@sales-pipeline/sales-aggregation'
import { aSale, eventually, type SaleOverrides } from '@sales-pipeline/testkit'
import { PostgresSaleStore } from '../src/adapters/postgres/sale-store.ts'
import { openWorld, type World } from './lineage-world.ts'
import { applyCities, cityPartial } from './partials.ts'

const PATH = '/api/v1/reconciliation'
const ENV = { RECONCILE_AFTER_MS: '300' }
const DAY = Date.UTC(2004, 4, 6) / 86_400_000
const FILE = 'a.csv#sha256:00ff'

interface Line {
  readonly source: string
  readonly dataset: string
  readonly day: string
  readonly against: string
  readonly state: string
  readonly reason: string | null
  readonly expected: { readonly rows: number; readonly amount: string }
  readonly found: { readonly rows: number; readonly amount: string }
}

interface Answer {
  readonly summary: Readonly<Record<string, number>>
  readonly items: readonly Line[]
  readonly next: string | null
}

const total = (rows: number, units: number, day = DAY): DayTotal => ({
  ...{ day, currency: 'EUR', rows: BigInt(rows), amount: BigInt(units) * 10_000n }
})

async function tell(
  world: World,
  totals: readonly DayTotal[],
  said: Partial<ControlTotal> & { readonly source?: string; readonly dataset?: string; readonly scope?: string } = {}
): Promise<void> {
  const topic = await world.kafka.open(controlTotals)
  const control = {
    ...({ source: 'files', dataset: FILE, scope: '', position: 'mtime', kind: 'RECORDS' } as const),
    ...{ version_from: 0n, version_to: 1_000_000n, observed_at: null, time_zone: 'UTC', taken_at: Date.now() },
    ...said
  }
  await world.producer.send(controlRecords(topic, control, totals))
}

async function send(world: World, overrides: readonly SaleOverrides[]): Promise<void> {
  const topic = await world.kafka.open(sales)
  await world.producer.send(
    overrides.map((one) => {
      const sale = aSale(one)
      return topic.record(sale.sale_id, sale)
    })
  )
}

function rows(count: number, from = 1): SaleOverrides[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ sale_id: `files:${from + index}`, version: BigInt(from + index), amount: 10_000n },
    provenance: { system: 'file', dataset: FILE }
  }))
}

const arrived = async (world: World, query = ''): Promise<Line[]> =>
  (await world.api.ask<Answer>(PATH, `${PATH}?limit=1000${query}`)).body.items.filter(
    ({ against }) => against === 'arrived'
  )

const stateOf = ({ state, expected, found }: Line) => [state, expected.rows, found.rows, expected.amount, found.amount]

async function expectLine(world: World, expected: readonly unknown[], query = ''): Promise<void> {
  await eventually(
    async () => {
      const lines = await arrived(world, query)
      assert.deepEqual(lines.map(stateOf), [expected])
    },
    { timeoutMs: 20_000 }
  )
}

test('a file that arrived whole agrees, replayed or edited later; a lost row and a wrong amount differ, and heal', async () => {
  await using world = await openWorld()
  await using service = await world.start(ENV)
  const load = rows(10)
  await send(world, [...load, ...load.slice(0, 5)])
  await tell(world, [total(10, 10)])
  await expectLine(world, ['agreed', 10, 10, '10.00', '10.00'])
  // A later file edits one and moves it to another day; what the first one said is still so.
  const late = { provenance: { system: 'file', dataset: 'b.csv#sha256:01' }, sold_at: Date.UTC(1999, 0, 1) }
  await send(world, [{ ...load[0], version: 99n, ...late }])
  await tell(world, [total(1, 1, Date.UTC(1999, 0, 1) / 86_400_000)], { dataset: late.provenance.dataset })
  await eventually(async () => {
    assert.deepEqual(
      (await arrived(world)).map(({ dataset, state, day }) => [dataset, state, day]),
      [
        ['a.csv', 'agreed', '2004-05-06'],
        ['b.csv', 'agreed', '1999-01-01']
      ]
    )
  })

  const lost = { scope: 'second', version_from: 100n, version_to: 200n }
  await send(world, rows(3, 100))
  await tell(world, [total(4, 4)], lost)
  await expectLine(world, ['differs', 4, 3, '4.00', '3.00'], '&state=differs')
  const metrics = await (await fetch(`${service.opsUrl}/metrics`)).text()
  assert.match(metrics, /reconciliation_differing_days\{source="files",against="arrived",service="results-api"\} 1/)
  assert.match(service.logs, /"level":"?(warn|40)"?.*files.*differs on 2004-05-06/)
  assert.doesNotMatch(service.logs, /"expected_amount"/)
  await send(world, rows(1, 103))
  await eventually(async () => {
    assert.deepEqual(await arrived(world, '&state=differs'), [])
  })

  const wrong = { scope: 'third', version_from: 300n, version_to: 400n }
  await send(world, [...rows(2, 300), { ...rows(1, 302)[0], amount: 10_001n }])
  await tell(world, [total(3, 3)], wrong)
  await expectLine(world, ['differs', 3, 3, '3.00', '3.0001'], '&state=differs&source=files&from=2004-05&to=2004-05')
  await service.stop()
})

test('what a database held then: edits, deletes and inserts that came later are taken back', async () => {
  await using world = await openWorld()
  await using service = await world.start(ENV)
  const topic = await world.kafka.open(sales)
  const row = (id: number, version: bigint, amount = 10_000n): SaleOverrides => ({
    ...{ sale_id: `shop:${id}`, version, amount }
  })
  const db = (to: bigint) => ({
    ...{ source: 'shop', dataset: 'public.sale', kind: 'STATE' as const, position: `0/${to}`, version_to: to }
  })
  await send(world, [row(1, 10n), row(2, 10n), row(3, 20n), row(4, 30n)])
  await send(world, [row(1, 50n, 70_000n), row(5, 60n)])
  await world.producer.send([tombstone(topic, 'shop:2', 55n), tombstone(topic, 'shop:3', 25n)])
  // At 40: 1, 2 and 4; 3 was gone already. At 60: 1 (edited), 4 and 5.
  await tell(world, [total(3, 3)], db(40n))
  await expectLine(world, ['agreed', 3, 3, '3.00', '3.00'])
  await tell(world, [total(3, 9)], db(60n))
  await expectLine(world, ['agreed', 3, 3, '9.00', '9.00'])
  // A row that the bridge never sent: told by one control after the other, and since the first.
  await tell(world, [total(4, 10)], db(70n))
  await expectLine(world, ['differs', 4, 3, '10.00', '9.00'])
  await send(world, [row(6, 80n)])
  await tell(world, [total(5, 11)], db(80n))
  await expectLine(world, ['differs', 5, 4, '11.00', '10.00'])
  await send(world, [row(7, 65n)])
  await expectLine(world, ['agreed', 5, 5, '11.00', '11.00'])
  // Everything is deleted: the day is gone on both sides.
  await world.producer.send([1, 4, 5, 6, 7].map((id) => tombstone(topic, `shop:${id}`, 90n)))
  await tell(world, [], db(90n))
  await eventually(async () => {
    assert.deepEqual(await arrived(world), [])
  })
  await service.stop()
})

test('a control of thousands of days comes in parts, and is compared when it is whole', async () => {
  await using world = await openWorld()
  await using service = await world.start(ENV)
  const days = Array.from({ length: 6000 }, (_, index) => total(1, 1, 1000 + index))
  await send(
    world,
    days.map(({ day }, index) => ({ ...rows(1, index + 1)[0], sold_at: day * 86_400_000 }))
  )
  await tell(world, days)
  await eventually(
    async () => {
      const { body } = await world.api.ask<Answer>(PATH, `${PATH}?source=files&limit=1000`)
      assert.deepEqual(body.summary, { agreed: 6000, differs: 0, moving: 0, notJudged: 0 })
    },
    { timeoutMs: 30_000 }
  )
  const seen: string[] = []
  let page = await world.api.ask<Answer>(PATH, `${PATH}?source=files&limit=1000`)
  for (;;) {
    seen.push(...page.body.items.map(({ day }) => day))
    if (page.body.next === null) break
    page = await world.api.ask<Answer>(PATH, page.body.next)
  }
  assert.deepEqual([seen.length, seen], [6000, seen.toSorted().toReversed()])
  await service.stop()
})

test('a store that was made anew does not judge what it may have missed; another zone is no alarm either', async () => {
  await using world = await openWorld()
  await using service = await world.start(ENV)
  await send(world, rows(2))
  await tell(world, [total(3, 3)], { taken_at: Date.now() - 13 * 3_600_000 })
  await expectLine(world, ['notJudged', 3, 2, '3.00', '2.00'])
  await tell(world, [total(2, 2)], { taken_at: Date.now() - 13 * 3_600_000 })
  await expectLine(world, ['agreed', 2, 2, '2.00', '2.00'])
  await tell(world, [total(3, 3)], { time_zone: 'Asia/Tokyo' })
  await expectLine(world, ['notJudged', 3, 2, '3.00', '2.00'])
  await service.stop()
})

test('sales that are read a day late make earlier controls unjudgeable', async () => {
  await using world = await openWorld()
  const store = new PostgresSaleStore(world.store.pool, businessDay('UTC'))
  const record = (recordedAt: number, offset: bigint) => ({
    ...{ partition: 0, offset, saleId: 'shop:1', sale: aSale(), recordedAt, traceId: null, deletedAt: null }
  })
  const reached = (next: bigint) => ({ topic: 'sales', partition: 0, next, end: next })
  const from = async (): Promise<number> =>
    (await world.one<{ from: Date }>('SELECT complete_from AS from FROM lineage_progress')).from.getTime()
  await store.save([record(Date.now(), 0n)], reached(1n))
  const fresh = await from()
  await store.save([record(Date.now() - 3_600_000, 1n)], reached(2n))
  assert.equal(await from(), fresh)
  await store.save([record(Date.now() - 86_400_000, 2n)], reached(3n))
  assert.ok((await from()) > fresh)
})

test('what arrived is compared with the results: a day in motion moves, one that rests differs', async () => {
  await using world = await openWorld()
  await using service = await world.start(ENV)
  await send(world, rows(2))
  const results = async (): Promise<unknown[]> =>
    (await world.api.ask<Answer>(PATH, `${PATH}?source=all`)).body.items.map(stateOf)
  await eventually(async () => {
    assert.deepEqual(await results(), [['differs', 2, 0, '2.00', '0.00']])
  })
  await applyCities(world.store, [cityPartial({ total: 2_0000n, count: 2n })])
  await eventually(async () => {
    assert.deepEqual(await results(), [['agreed', 2, 2, '2.00', '2.00']])
  })
  await service.stop()
})

test('killed and started again, and everything read again: nothing is doubled, and all agrees', async () => {
  await using world = await openWorld()
  await using first = await world.start(ENV)
  await first.ready()
  const load = Array.from({ length: 40 }, (_, batch) => rows(500, batch * 500 + 1))
  const sending = (async () => {
    for (const batch of load) await send(world, batch)
    await tell(world, [total(20_000, 20_000)])
    await tell(world, [total(20_000, 20_000)], {
      ...{ dataset: 'public.sale', kind: 'STATE', version_to: 1_000_000n, scope: 'state' }
    })
  })()
  await eventually(async () => {
    assert.ok((await world.one<{ rows: number }>('SELECT count(*)::int AS rows FROM sale_version')).rows > 0)
  })
  first.kill('SIGKILL')
  await using second = await first.restart()
  await sending
  const settled = async (): Promise<void> => {
    const lines = await arrived(world)
    assert.deepEqual(
      lines.map(stateOf),
      Array.from({ length: 2 }, () => ['agreed', 20_000, 20_000, '20000.00', '20000.00'])
    )
  }
  await eventually(settled, { timeoutMs: 60_000 })
  await second.stop()
  await world.store.pool.query('UPDATE lineage_progress SET next_offset = 0; TRUNCATE reconciliation')
  await using third = await second.restart()
  await eventually(settled, { timeoutMs: 60_000 })
  await third.stop()
})
