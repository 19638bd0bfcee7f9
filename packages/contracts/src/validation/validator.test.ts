import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sales, validator } from '../index.ts'

const check = validator(sales.rules)

const valid = {
  sale_id: 'shop:1',
  place: { city: 'Madrid', region: '', country: 'Spain' },
  salesman: { id: '1370', name: 'Gerard Hernandez' },
  currency: 'USD',
  sold_at: Date.UTC(2004, 1, 29),
  product: null
}

test('a valid sale breaks no rule', () => {
  assert.deepEqual(check(valid), [])
})

test('every violation is reported, personal values masked', () => {
  const name = 'N'.repeat(201)
  const broken = { ...valid, sale_id: 'no-source', salesman: { id: '', name }, currency: 'usd', sold_at: 5e15 }
  assert.deepEqual(check(broken), [
    { field: 'sale_id', rule: 'sale-id', message: '"no-source" must be <source>:<native id>' },
    { field: 'salesman.id', rule: 'salesman-id', message: '"" must not be empty' },
    { field: 'salesman.name', rule: 'salesman-name', message: '(masked) must have at most 200 characters' },
    {
      field: 'currency',
      rule: 'currency',
      message: '"usd" must be an ISO 4217 code of three capital letters, such as USD'
    },
    { field: 'sold_at', rule: 'sold-at', message: '5000000000000000 must lie between the years 1900 and 2100' }
  ])
})

test('no input makes the validator throw', () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 3 }), (record) => {
      assert.ok(Array.isArray(check(record)))
    })
  )
})
