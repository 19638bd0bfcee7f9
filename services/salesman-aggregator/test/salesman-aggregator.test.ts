import assert from 'node:assert/strict'
import { test } from 'node:test'
import { World } from '@sales-pipeline/aggregator/testing'
import { aSale, eventually } from '@sales-pipeline/testkit'

function sale(id: number, minute: number, name: string) {
  return aSale({
    sale_id: `shop:${id}`,
    sold_at: Date.UTC(2004, 4, 6, 12, minute),
    salesman: { id: 'm1', name }
  })
}

test('a salesman bears the name on the latest sale, also when that one is renamed or deleted', async () => {
  await using world = await World.create()
  const salesmen = await world.followSalesmen()
  await world.spawn('salesman-aggregator')
  const named = (name: string) =>
    eventually(() => {
      assert.deepEqual(salesmen(), world.expectedSalesmen())
      assert.match([...salesmen().values()].join(), new RegExp(`: ${name}$`))
    })
  await world.send(sale(1, 0, 'Old name'), sale(2, 10, 'Middle name'), sale(3, 20, 'New name'))
  await named('New name')
  await world.delete('shop:3')
  await named('Middle name')
  await world.send(sale(2, 10, 'Renamed'))
  await named('Renamed')
  await world.send(sale(1, 30, 'Late name'))
  await named('Late name')
})
