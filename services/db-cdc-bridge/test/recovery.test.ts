import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from '@sales-pipeline/testkit'
import { fixture, seed, type Fixture } from './fixture.ts'
import { Load } from './load.ts'

const SLOT = 'SELECT * FROM pg_replication_slots WHERE slot_name = $1'

async function slotIsActive(source: Fixture, active: boolean): Promise<void> {
  await eventually(async () => {
    const { rows } = await source.db.query<{ active: boolean }>(SLOT, [source.slot])
    assert.equal(rows[0]?.active, active)
  })
}

test('renames under concurrent writes', async () => {
  await using source = await fixture()
  await seed(source.db, 1000)
  await using bridge = await source.start()
  await bridge.ready()
  await using load = await Load.start(source.ownerUrl, 4)
  await eventually(() => {
    assert.ok(load.transactions > 1500)
  })
  await load.stop()
  await source.inStep()
  assert.ok((await source.metric(bridge, 'sales_pipeline_cdc_sales_total{cause="reread"')) > 0)
})

test('killed in mid-stream under load, twice', async () => {
  await using source = await fixture()
  await seed(source.db, 1000)
  let bridge = await source.start()
  await bridge.ready()
  await using load = await Load.start(source.ownerUrl, 3)
  for (const target of [300, 600]) {
    await eventually(() => {
      assert.ok(load.transactions > target)
    })
    bridge.kill('SIGKILL')
    bridge = await bridge.restart()
    await bridge.ready()
  }
  await load.stop()
  await source.inStep()
  await bridge.stop()
})

test('killed in mid-snapshot', async () => {
  await using source = await fixture()
  await seed(source.db, 150_000)
  let bridge = await source.start()
  await slotIsActive(source, false)
  await eventually(async () => {
    assert.ok((await source.metric(bridge, 'sales_pipeline_cdc_sales_total{cause="snapshot"')) > 20_000)
  })
  bridge.kill('SIGKILL')
  await bridge.exited
  await source.db.query(`DELETE FROM sale WHERE sale_id LIKE 's1%'`)
  await source.db.query(`UPDATE salesman SET name = 'While away' WHERE salesman_id = 'm2'`)
  bridge = await bridge.restart()
  await bridge.ready(60_000)
  assert.match(bridge.logs, /the snapshot was not finished/)
  await source.inStep()
  assert.ok((await source.metric(bridge, 'sales_pipeline_cdc_tombstones_total{cause="reconcile"')) > 0)
  await bridge.stop()
})

test('the slot is lost', async () => {
  await using source = await fixture()
  await seed(source.db, 2000)
  let bridge = await source.start()
  await bridge.ready()
  await source.inStep()
  await bridge.stop()
  await slotIsActive(source, false)
  await source.db.query(`DELETE FROM sale WHERE sale_id LIKE 's2%'; UPDATE city SET name = name || '!'`)
  await source.admin('SELECT pg_drop_replication_slot($1)', [source.slot])
  await seed(source.db, 10, 5000)
  bridge = await bridge.restart()
  await bridge.ready()
  assert.match(bridge.logs, /the slot is gone/)
  await source.inStep()

  await bridge.stop()
  await source.db.query(`DELETE FROM sale WHERE sale_id LIKE 's3%'`)
  await source.admin('SELECT pg_drop_replication_slot($1)', [source.slot])
  await source.admin(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [source.slot])
  bridge = await bridge.restart()
  await bridge.ready()
  assert.match(bridge.logs, /moved on or recreated by somebody else/)
  await source.inStep()
  await bridge.stop()
})

test('connections are cut, an idle slot moves on, a drain leaves the slot free', async () => {
  await using source = await fixture()
  await seed(source.db, 200)
  await using bridge = await source.start()
  await bridge.ready()
  for (const sale of [301, 302]) {
    await source.admin('SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = $1', [
      source.slot
    ])
    await seed(source.db, 1, sale)
    await source.inStep()
  }
  await source.admin(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'db-cdc-bridge' AND datname = $1`,
    [source.slot]
  )
  await seed(source.db, 1, 303)
  await source.inStep()
  assert.ok((await source.metric(bridge, 'sales_pipeline_cdc_reconnects_total')) >= 3)

  await source.db.query('CREATE TABLE elsewhere AS SELECT generate_series(1, 100000)')
  const { rows } = await source.db.query<{ lsn: string }>('SELECT pg_current_wal_lsn() AS lsn')
  await eventually(async () => {
    const slot = await source.db.query<{ passed: boolean }>(
      'SELECT confirmed_flush_lsn >= $2 AS passed FROM pg_replication_slots WHERE slot_name = $1',
      [source.slot, rows[0]?.lsn]
    )
    assert.equal(slot.rows[0]?.passed, true)
  })
  assert.deepEqual(await bridge.stop(), { code: 0, signal: null })
  await slotIsActive(source, false)
})
