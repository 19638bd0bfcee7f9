import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cdc, deadLetters } from '@sales-pipeline/contracts'
import { fixture, seed } from './fixture.ts'

test('snapshot, then every kind of change', async () => {
  await using source = await fixture()
  const { db } = source
  await seed(db, 500)
  await using bridge = await source.start()
  await bridge.ready()
  assert.equal(await source.inStep(), 500)

  await db.query(`INSERT INTO salesman VALUES ('q"1', E'O''Brien "Pat"\\n\\tÅse 🙂'), ('empty', 'Nobody')`)
  await db.query(
    `INSERT INTO city (name, region, country) VALUES ('São Paulo', 'SP', 'Brasil'), ('{a,b}\\\\', '', '日本')`
  )
  await db.query(`INSERT INTO sale SELECT 'odd ' || city_id, 'q"1', city_id, E'line\\nbreak, "quotes" \\\\ 😀', -12.3456, 'EUR',
    '1999-12-31 23:59:59.999+05:30' FROM city WHERE country IN ('Brasil', '日本')`)
  await db.query(`INSERT INTO sale SELECT 'void', 'empty', min(city_id), '', 0, 'EUR', now() FROM city`)
  await source.inStep()

  await db.query(`UPDATE sale SET amount = amount + 1 WHERE sale_id < 's2'`)
  await db.query(`DELETE FROM sale WHERE sale_id LIKE 's3%'`)
  await db.query(`UPDATE sale SET sale_id = 'moved ' || sale_id WHERE sale_id LIKE 's49%'`)
  await db.query(`BEGIN; INSERT INTO salesman VALUES ('new', 'New'); UPDATE sale SET salesman_id = 'new' WHERE sale_id = 's10';
    DELETE FROM sale WHERE sale_id = 's11'; INSERT INTO sale SELECT 's11', salesman_id, city_id, product, 77, currency, sold_at
    FROM sale WHERE sale_id = 's10'; COMMIT`)
  await db.query(`BEGIN; DELETE FROM sale; ROLLBACK`)
  await source.inStep()

  await db.query(`UPDATE salesman SET name = 'Renamed' WHERE salesman_id = 'm5'`)
  await db.query(`UPDATE city SET name = 'Moved', region = 'R' WHERE name = 'City 3'`)
  await source.inStep()
  assert.ok((await source.metric(bridge, 'sales_pipeline_cdc_sales_total{cause="reread"')) > 20)

  await db.query('TRUNCATE sale')
  assert.equal(await source.inStep(), 0)
  await seed(db, 10, 1000)
  assert.equal(await source.inStep(), 10)
  const envelopes = await source.read(cdc('public', 'sale'))
  assert.deepEqual(Object.groupBy(envelopes, ({ value }) => value!.op).r?.length, 500)
  assert.equal(envelopes.filter(({ value }) => value?.op === 't').length, 1)
  assert.deepEqual(await source.read(deadLetters('db-cdc-bridge')), [])
  assert.deepEqual(await bridge.stop(), { code: 0, signal: null })
})
