import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cityGroup, cityViolations, isoDay, newestOfEach, salesmanViolations, type CityPartial } from './partials.ts'

const key = { country: 'France', region: '', city: 'Paris', currency: 'EUR', day: 12_544, shard: 3 }
const value = { version: { generation: 1, offset: 10n }, total: 0n, count: 0n, largest: [] }
const sale = { sale_id: 'shop:1', amount: 1n, sold_at: 0, salesman_id: '1', salesman_name: 'A', product: null }

test('the newest partial of each group stays, whatever the order', () => {
  const partial = fc.record({
    shard: fc.integer({ min: 0, max: 2 }),
    generation: fc.integer({ min: 1, max: 2 }),
    offset: fc.bigInt(0n, 5n)
  })
  fc.assert(
    fc.property(fc.array(partial), (some) => {
      const partials = some.map(({ shard, ...version }): CityPartial => ({
        key: { ...key, shard },
        value: { ...value, version }
      }))
      const newest = newestOfEach(partials, cityGroup)
      assert.equal(newest.length, new Set(some.map(({ shard }) => shard)).size)
      for (const {
        key: kept,
        value: { version }
      } of newest) {
        const rivals = some.filter(({ shard }) => shard === kept.shard)
        const order = (v: { generation: number; offset: bigint }) => BigInt(v.generation) * 1000n + v.offset
        assert.ok(rivals.every((rival) => order(rival) <= order(version)))
      }
    })
  )
})

test('groups that differ in one field differ', () => {
  const others = [
    { country: 'Fran' },
    { region: 'ce' },
    { city: 'Lyon' },
    { currency: 'USD' },
    { day: 1 },
    { shard: 4 }
  ]
  const groups = [{}, ...others].map((other) => cityGroup({ key: { ...key, ...other }, value }))
  assert.equal(new Set(groups).size, groups.length)
})

test('what the contract allows is not refused', () => {
  const largest = [{ ...sale, sold_at: -8.64e15, product: 'x'.repeat(500) }]
  assert.deepEqual(cityViolations({ key: { ...key, region: 'Île-de-France' }, value: { ...value, largest } }), [])
  assert.equal(isoDay(12_544), '2004-05-06')
})

test('what the store cannot hold is refused, field by field', () => {
  const wrong: CityPartial = {
    key: { country: '', region: 'a\0b', city: 'x'.repeat(201), currency: 'eur', day: 3_000_000, shard: -1 },
    value: { ...value, count: -1n, largest: [{ ...sale, sale_id: '', sold_at: 9e15 }] }
  }
  assert.deepEqual(
    cityViolations(wrong).map(({ field }) => field),
    ['country', 'currency', 'day', 'shard', 'count', 'city', 'region', 'largest.0.sale_id', 'largest.0.sold_at']
  )
  const named = { version: value.version, total: 0n, count: 1n, salesman_name: 'a\0', named_at: 9e15 }
  const violations = salesmanViolations({
    key: { country: 'F', salesman_id: '', currency: 'EUR', day: 0, shard: 0 },
    value: named
  })
  assert.deepEqual(
    violations.map(({ field }) => field),
    ['salesman_id', 'salesman_name', 'named_at']
  )
})
