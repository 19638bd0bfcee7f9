import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cdc, deadLetters, sales } from '@sales-pipeline/contracts'
import { eventually } from '@sales-pipeline/testkit'
import { fixture, seed } from './fixture.ts'

test('rows that are no sales become dead letters, and the rest goes on', async () => {
  await using source = await fixture()
  const { db } = source
  await seed(db, 3)
  const insert = (id: string, amount: string, currency: string, soldAt: string) =>
    db.query(`INSERT INTO sale SELECT $1, 'm1', min(city_id), NULL, $2, $3, $4 FROM city`, [
      id,
      amount,
      currency,
      soldAt
    ])
  await insert('nan', 'NaN', 'USD', '2024-01-01')
  await using bridge = await source.start()
  await bridge.ready()
  await insert('currency', '1', 'us', '2024-01-01')
  await insert('never', '1', 'USD', 'infinity')
  await insert(' spaced', '1', 'USD', '2024-01-01')
  await db.query(`UPDATE sale SET amount = 'NaN' WHERE sale_id = 's1'`)
  await insert('good', '1', 'USD', '2024-01-01')
  const letters = await eventually(async () => {
    const live = new Set((await source.read(sales)).map(({ key }) => key))
    assert.ok(live.has('shop:good'))
    assert.ok(live.has('shop:s1'), 'the last valid state stays')
    return source.read(deadLetters('db-cdc-bridge'))
  })
  const reasons = letters.map(({ value }) => {
    assert.ok(value)
    const original = JSON.parse(value.original.toString('utf8')) as { sale_id: string; salesman_name: string }
    assert.match(original.salesman_name, /^Salesman [12]$/)
    return [original.sale_id, value.code, value.violations.map(({ field }) => field).join()].join(' ')
  })
  assert.deepEqual(reasons.toSorted(), [
    ' spaced CDC_ROW_REFUSED sale_id',
    'currency CDC_ROW_REFUSED currency',
    'nan CDC_ROW_REFUSED amount',
    'never CDC_ROW_REFUSED sold_at',
    's1 CDC_ROW_REFUSED amount'
  ])
})

test('a large value that an update does not send is read beside the stream', async () => {
  await using source = await fixture()
  const { db } = source
  await seed(db, 5)
  await db.query(`ALTER TABLE sale ADD note text; ALTER TABLE sale ALTER product SET STORAGE EXTERNAL;
    ALTER TABLE sale ALTER note SET STORAGE EXTERNAL; ALTER TABLE sale SET (toast_tuple_target = 128)`)
  await db.query(`UPDATE sale SET product = repeat('p', 400), note = repeat('n', 5000) WHERE sale_id = 's1'`)
  await using bridge = await source.start()
  await bridge.ready()
  await db.query(`UPDATE sale SET amount = 42 WHERE sale_id = 's1'`)
  await source.inStep()
  assert.ok((await source.metric(bridge, 'sales_pipeline_cdc_sales_total{cause="reread"')) >= 1)
  const update = (await source.read(cdc('public', 'sale'))).find(({ value }) => value?.op === 'u')
  assert.equal('note' in (update?.value?.after ?? {}), false)
  assert.equal(update?.value?.after?.['amount'], '42.0000')

  await db.query('ALTER TABLE sale REPLICA IDENTITY FULL')
  await db.query(`UPDATE sale SET amount = 43 WHERE sale_id = 's1'; DELETE FROM sale WHERE sale_id = 's2'`)
  await source.inStep()
  const full = (await source.read(cdc('public', 'sale'))).find(({ value }) => value?.after?.['amount'] === '43.0000')
  assert.equal(full?.value?.before?.['note'], 'n'.repeat(5000))
})

test('what is missing in the source is named with its fix', async () => {
  await using source = await fixture()
  const { db } = source
  const complaint = async (env: Readonly<Record<string, string>> = {}) => {
    await using bridge = await source.start(env)
    assert.deepEqual(await bridge.exited, { code: 1, signal: null })
    const fatal = bridge.logs.split('\n').find((line) => line.includes('"fatal"'))
    return fatal === undefined ? bridge.logs : (JSON.parse(fatal) as { code: string; fix: string }).code
  }
  assert.equal(await complaint({ PUBLICATION: 'none' }), 'CDC_PUBLICATION_MISSING')
  assert.equal(await complaint({ SOURCE_DATABASE_URL: source.url.replace(/:[^:@]*@/, ':wrong@') }), 'CDC_ACCESS_DENIED')
  assert.equal(await complaint({ SOURCE_DATABASE_URL: source.ownerUrl }), 'CDC_ROLE_CANNOT_REPLICATE')
  await db.query('ALTER PUBLICATION sales_pipeline DROP TABLE city')
  assert.equal(await complaint(), 'CDC_PUBLICATION_INCOMPLETE')
  await db.query('CREATE TABLE extra (id int PRIMARY KEY); ALTER PUBLICATION sales_pipeline ADD TABLE city, extra')
  assert.equal(await complaint(), 'CDC_TABLE_WITHOUT_CONTRACT')
  await db.query('ALTER PUBLICATION sales_pipeline DROP TABLE extra; ALTER TABLE sale REPLICA IDENTITY NOTHING')
  assert.equal(await complaint(), 'CDC_REPLICA_IDENTITY')
  await db.query('ALTER TABLE sale REPLICA IDENTITY DEFAULT; REVOKE SELECT ON sale FROM bridge')
  assert.equal(await complaint(), 'CDC_TABLE_NOT_READABLE')
})
