import assert from 'node:assert/strict'
import { test } from 'node:test'
import { World } from '@sales-pipeline/aggregator/testing'
import { aSale, eventually } from '@sales-pipeline/testkit'

function sale(id: number, amount: number) {
  return aSale({ sale_id: `shop:${String(id).padStart(2, '0')}`, amount: BigInt(amount) })
}

test('the largest sales of a city stay right when one of them is edited or deleted', async () => {
  await using world = await World.create()
  const cities = await world.followCities()
  await world.spawn('city-aggregator')
  const agree = () =>
    eventually(() => {
      assert.deepEqual(cities(), world.expectedCities())
    })
  await world.send(...Array.from({ length: 100 }, (_, at) => sale(at, 1_000 + at)))
  await agree()
  await world.delete('shop:99', 'shop:97')
  await agree()
  await world.send(sale(98, 1), sale(0, 5_000), sale(1, 1_096))
  await agree()
  await world.delete(...Array.from({ length: 85 }, (_, at) => sale(at + 10, 0).sale_id))
  await agree()
})

test('another LARGEST_SALES without another GENERATION ends it, naming the fix; with it, all is published anew', async () => {
  await using world = await World.create()
  const cities = await world.followCities()
  const service = await world.spawn('city-aggregator')
  await world.send(...Array.from({ length: 20 }, (_, at) => sale(at, 1_000 + at)))
  await eventually(() => {
    assert.deepEqual(cities(), world.expectedCities())
  })
  await service.stop()
  const refused = await world.spawn('city-aggregator', 'city-aggregator', { LARGEST_SALES: '1' })
  assert.equal((await refused.exited).code, 1)
  assert.match(refused.logs, /AGGREGATOR_SETTINGS_CHANGED/)
  assert.match(refused.logs, /Raise GENERATION/)
  await world.spawn('city-aggregator', 'city-aggregator', { LARGEST_SALES: '1', GENERATION: '2' })
  await eventually(() => {
    const [total] = cities().values()
    assert.match(total ?? '', /^20190 in 20: /)
    assert.ok((total?.split('shop:').length ?? Infinity) <= 1 + world.input.contract.partitions)
  })
})
