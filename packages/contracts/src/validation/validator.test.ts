import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sales, validator, type Violation } from '../index.ts'

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

function violation(field: string, rule: string, value: string, expected: string): Violation {
  return { field, rule, version: 1, value, message: `${value} ${expected}` }
}

test('every violation is reported, personal values masked', () => {
  const name = 'N'.repeat(201)
  const broken = { ...valid, sale_id: 'no-source', salesman: { id: '', name }, currency: 'usd', sold_at: 5e15 }
  assert.deepEqual(check(broken), [
    violation('sale_id', 'sale-id', '"no-source"', 'must be <source>:<native id>'),
    violation('salesman.id', 'salesman-id', '""', 'must not be empty'),
    violation('salesman.name', 'salesman-name', '(masked)', 'must have at most 200 characters'),
    violation('currency', 'currency', '"usd"', 'must be an ISO 4217 code of three capital letters, such as USD'),
    violation('sold_at', 'sold-at', '5000000000000000', 'must lie between the years 1900 and 2100')
  ])
})

test('no input makes the validator throw', () => {
  fc.assert(
    fc.property(fc.object({ maxDepth: 3 }), (record) => {
      assert.ok(Array.isArray(check(record)))
    })
  )
})
