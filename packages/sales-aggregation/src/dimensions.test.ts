import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byCity } from './by-city.ts'
import { bySalesman } from './by-salesman.ts'
import type { SaleFact } from './sale-fact.ts'

const sale: SaleFact = {
  place: { country: 'France', region: '', city: 'Nantes' },
  salesman: { id: '1370', name: 'Gerard Hernandez' },
  amount: 38_710_000n,
  currency: 'USD',
  sold_at: Date.parse('2004-11-20T10:00:00Z'),
  product: 'S18_1749'
}
const version = { generation: 1, offset: 42n }

test('a city shows its largest sales', () => {
  const dimension = byCity({ largestSales: 10 })
  assert.deepEqual(dimension.group(sale, 12_742), {
    country: 'France',
    region: '',
    city: 'Nantes',
    currency: 'USD',
    day: 12_742
  })
  assert.equal(dimension.rank(sale), sale.amount)
  const leader = { saleId: 'shop:1', amount: sale.amount, shown: dimension.shown(sale) }
  assert.deepEqual(dimension.value({ total: sale.amount, count: 1, leaders: [leader] }, version), {
    version,
    total: 38_710_000n,
    count: 1n,
    largest: [
      {
        sale_id: 'shop:1',
        amount: 38_710_000n,
        sold_at: sale.sold_at,
        salesman_id: '1370',
        salesman_name: 'Gerard Hernandez',
        product: 'S18_1749'
      }
    ]
  })
})

test('a salesman bears the name of the latest sale, and none when all sales are gone', () => {
  const dimension = bySalesman()
  assert.equal(dimension.rank(sale), BigInt(sale.sold_at))
  const leader = { saleId: 'shop:1', amount: sale.amount, shown: dimension.shown(sale) }
  const named = dimension.value({ total: sale.amount, count: 1, leaders: [leader] }, version)
  assert.equal(named.salesman_name, 'Gerard Hernandez')
  assert.equal(named.named_at, sale.sold_at)
  const empty = dimension.value({ total: 0n, count: 0, leaders: [] }, version)
  assert.deepEqual(empty, { version, total: 0n, count: 0n, salesman_name: '', named_at: 0 })
})
