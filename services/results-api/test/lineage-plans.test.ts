import assert from 'node:assert/strict'
import { test } from 'node:test'
import { statement } from '../src/adapters/postgres/statements.ts'
import { TABLES } from '../src/core/tables.ts'
import { openStore } from './store.ts'

test('lineage names the tables as the migrations make them', async () => {
  await using store = await openStore()
  for (const [table, { fields }] of Object.entries(TABLES)) {
    const { rows } = await store.pool.query<{ name: string; type: string }>(
      'SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position',
      [table]
    )
    assert.deepEqual(
      new Set(rows.map(({ name, type }) => `${name} ${type}`)),
      new Set(fields.map(({ name, type }) => `${name} ${type}`))
    )
  }
})

test('on 100,000 sales a page reads what it shows, and the subtotals an index only', async () => {
  await using store = await openStore(1)
  await store.pool.query(`
    INSERT INTO sale_version (partition, record_offset, sale_id, deleted, recorded_at)
      SELECT 0, i, 'shop:' || i, false, now() FROM generate_series(1, 100000) AS i;
    INSERT INTO sale_state
      SELECT 'shop:' || i, 0, i, false, 'shop', 'Country ' || i % 4, '', 'City ' || i % 40, 's' || i % 20, 'EUR', DATE '2004-01-01' + i % 365, 1
      FROM generate_series(1, 100000) AS i;
    ANALYZE`)
  await store.pool.query('VACUUM sale_state')
  const plan = async (name: string, values: string): Promise<string> => {
    await store.pool.query(`PREPARE asked AS ${statement(name).text}`)
    const { rows } = await store.pool.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) EXECUTE asked (${values})`
    )
    await store.pool.query('DEALLOCATE asked')
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  const pages = [
    await plan('sales-of-city', "'Country 1', 'City 1', NULL, 'EUR', NULL, NULL, 'shop', '2004-05-06', 'shop:1', 11"),
    await plan('sales-of-salesman', "'s1', NULL, 'EUR', NULL, NULL, 'shop', NULL, NULL, 11"),
    await plan('sale-history', "'shop:77', 100")
  ]
  for (const text of pages) {
    assert.doesNotMatch(text, /Seq Scan/, text)
    for (const [, read] of text.matchAll(/rows=(\d+)\.\d+ loops/g)) assert.ok(Number(read) <= 11, text)
  }
  for (const text of [
    await plan('sources-of-city', "'Country 1', 'City 1', NULL, 'EUR', NULL, NULL"),
    await plan('sources-of-salesman', "'s1', NULL, 'EUR', '2004-05-01', '2004-05-31'")
  ])
    assert.match(text, /Index Only Scan/, text)
})
