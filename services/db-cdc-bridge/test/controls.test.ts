import assert from 'node:assert/strict'
import { test } from 'node:test'
import { controlTotals, sales, type ControlTotal, type DayTotal, type Sale } from '@sales-pipeline/contracts'
import { VERSION_HEADER } from '@sales-pipeline/kafka'
import { businessDay, DayTotals } from '@sales-pipeline/sales-aggregation'
import { eventually } from '@sales-pipeline/testkit'
import { fixture, seed, type Fixture } from './fixture.ts'

const ENV = { CONTROL_INTERVAL_MS: '100', BUSINESS_TIME_ZONE: 'America/New_York' }
const dayOf = businessDay('America/New_York')

interface Sent {
  readonly key: string
  readonly value: Sale | null
  readonly version: bigint
}

/** Every record of sales: of one sale in the order it was sent. */
async function sentOf(source: Fixture): Promise<Sent[]> {
  return (await source.read(sales)).map(({ key, value, headers }) => {
    const told = (headers as Record<string, Buffer | undefined>)[VERSION_HEADER]?.toString()
    assert.ok(value !== null || told !== undefined, `the tombstone of ${key} tells no version`)
    return { key, value, version: value?.version ?? BigInt(told ?? 0) }
  })
}

/** What the records up to a version come down to. */
function asOf(sent: readonly Sent[], version: bigint): DayTotal[] {
  const table = new Map<string, Sale | null>()
  for (const { key, value, version: its } of sent) if (its <= version) table.set(key, value)
  const totals = new DayTotals(dayOf)
  for (const sale of table.values()) if (sale !== null) totals.add(sale)
  return totals.list()
}

const inOrder = (totals: readonly DayTotal[]): string[] =>
  totals.map(({ day, currency, rows, amount }) => `${day} ${currency} ${rows} ${amount}`).toSorted()

async function controlsOf(source: Fixture): Promise<ControlTotal[]> {
  return (await source.read(controlTotals)).flatMap(({ value }) => (value === null ? [] : [value]))
}

const EDITS = [
  `INSERT INTO sale SELECT 'n' || $1::int, salesman_id, city_id, product, $1::int, currency, sold_at FROM sale LIMIT 1`,
  'UPDATE sale SET amount = amount + 1 WHERE sale_id = $2 || 1 + $1::int % 3000',
  `UPDATE sale SET sold_at = sold_at - interval '3 years' WHERE sale_id = $2 || 1 + $1::int * 7 % 3000`,
  'DELETE FROM sale WHERE sale_id = $2 || 1 + $1::int * 11 % 3000'
]

/** Edits, one after the other, with a rename now and then. */
function steadyLoad({ db }: Fixture): { stop(): Promise<void> } {
  let stopped = false as boolean
  const writing = (async () => {
    for (let turn = 0; !stopped; turn++) {
      await db.query(`WITH unused AS (SELECT $1::int, $2::text) ${EDITS[turn % EDITS.length]}`, [turn, 's'])
      if (turn % 400 === 0) await db.query(`UPDATE salesman SET name = 'Name ${turn}' WHERE salesman_id = 'm3'`)
    }
  })()
  return {
    stop: () => {
      stopped = true
      return writing
    }
  }
}

test('every control is what was sent up to its position, under load, renames and kill -9', async () => {
  await using source = await fixture()
  await seed(source.db, 3000)
  let service = await source.start(ENV)
  await service.ready()
  const load = steadyLoad(source)
  for (let life = 0; life < 2; life++) {
    const known = (await controlsOf(source)).length
    await eventually(async () => {
      assert.ok((await controlsOf(source)).length > known + 2)
    })
    service.kill('SIGKILL')
    await service.exited
    service = await service.restart()
  }
  await load.stop()
  await source.inStep()
  const last = await eventually(async () => {
    const end = (await controlsOf(source)).at(-1)
    assert.ok(end)
    assert.deepEqual(inOrder(end.totals), inOrder(asOf(await sentOf(source), end.version_to)))
    const { rows } = await source.db.query<{ count: string }>('SELECT count(*) FROM sale')
    assert.equal(
      end.totals.reduce((sum, total) => sum + total.rows, 0n),
      BigInt(rows[0]?.count ?? -1)
    )
    return end
  })
  const sent = await sentOf(source)
  const controls = await controlsOf(source)
  assert.ok(controls.length > 6)
  for (const { version_to: to, position, totals } of controls)
    assert.deepEqual(inOrder(totals), inOrder(asOf(sent, to)), position)
  assert.equal(last.time_zone, 'America/New_York')
  await service.stop()
  const { rows } = await source.db.query(`SELECT slot_name FROM pg_replication_slots WHERE slot_name LIKE '%control'
    AND database = current_database()`)
  assert.deepEqual(rows, [])
})

test('what the bridge refuses is not counted; an empty table is told as such', async () => {
  await using source = await fixture()
  await seed(source.db, 10)
  await source.db.query(`INSERT INTO sale SELECT ' odd', salesman_id, city_id, product, amount, currency, sold_at
    FROM sale LIMIT 1`)
  await using service = await source.start(ENV)
  await service.ready()
  const rows = async (): Promise<bigint | undefined> =>
    (await controlsOf(source)).at(-1)?.totals.reduce((sum, total) => sum + total.rows, 0n)
  await eventually(async () => {
    assert.equal(await rows(), 10n)
  })
  await source.db.query('TRUNCATE sale')
  await eventually(async () => {
    assert.equal(await rows(), 0n)
  })
  await service.stop()
})
