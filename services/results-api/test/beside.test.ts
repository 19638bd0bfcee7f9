import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sales, salesByCity } from '@sales-pipeline/contracts'
import { aSale, eventually } from '@sales-pipeline/testkit'
import { openWorld } from './lineage-world.ts'
import { cityPartial } from './partials.ts'

const TOTAL = `SELECT coalesce(sum(total), 0)::text AS found FROM city_total WHERE year = 0`
const HELD = `SELECT count(*)::int AS found FROM sale_version`

test('a lineage that the store refuses does not end the rankings, and catches up once the store is mended', async () => {
  await using world = await openWorld()
  const [topic, cities] = [await world.kafka.open(sales), await world.kafka.open(salesByCity)]
  await world.store.pool.query('ALTER TABLE sale_version RENAME TO sale_version_away')
  await using service = await world.start()
  await world.producer.send([topic.record('shop:1', aSale({ sale_id: 'shop:1' }))])
  await eventually(() => {
    assert.match(service.logs, /lineage-sales has failed; the rankings go on without it/)
  })
  const { key, value } = cityPartial({ total: 70_000n })
  await world.producer.send([cities.record(key, value)])
  await eventually(async () => {
    assert.equal(Number((await world.one<{ found: string }>(TOTAL)).found), 7)
  })
  await world.store.pool.query('ALTER TABLE sale_version_away RENAME TO sale_version')
  await eventually(
    async () => {
      assert.equal((await world.one<{ found: number }>(HELD)).found, 1)
    },
    { timeoutMs: 60_000 }
  )
})
