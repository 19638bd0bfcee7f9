import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { Ledger, type Change, type Position, type Sale } from './ledger.ts'

const sale = (saleId: string, amount = '1.00'): Sale => ({
  saleId,
  salesmanId: '1',
  salesmanName: 'A',
  city: 'Lyon',
  country: 'France',
  amount,
  currency: 'EUR',
  soldAt: '2005-01-01T00:00:00Z'
})

function pages(ledger: Ledger, since: number, size: number): Change[] {
  const changes: Change[] = []
  let after: Position | null = null
  do {
    const page = ledger.list(since, after, size)
    assert.ok(page.changes.length <= size)
    changes.push(...page.changes)
    after = page.next
  } while (after)
  return changes
}

test('pages of any size list every sale once, with its latest state, in order of change', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'é', 'z:1')
  const write = fc.oneof(
    fc.record({ put: fc.array(id, { maxLength: 4 }) }),
    fc.record({ delete: fc.array(id, { maxLength: 4 }) })
  )
  fc.assert(
    fc.property(fc.array(write, { maxLength: 30, size: 'max' }), fc.integer({ min: 1, max: 7 }), (writes, size) => {
      const ledger = new Ledger()
      const expected = new Map<string, string | null>()
      writes.forEach((each, index) => {
        if ('put' in each) {
          ledger.put(
            each.put.map((saleId) => sale(saleId, `${index}.00`)),
            1_000
          )
          for (const saleId of each.put) expected.set(saleId, `${index}.00`)
        } else {
          ledger.delete(each.delete, 1_000)
          for (const saleId of each.delete) if (expected.has(saleId)) expected.set(saleId, null)
        }
      })
      const listed = pages(ledger, 0, size)
      assert.deepEqual(new Map(listed.map((change) => [change.saleId, change.sale?.amount ?? null])), expected)
      assert.equal(new Set(listed.map((change) => change.saleId)).size, listed.length)
      for (const [index, change] of listed.entries()) {
        const before = listed[index - 1]
        if (before) assert.ok(before.changedAt < change.changedAt || before.saleId < change.saleId)
      }
    })
  )
})

test('the clock never stands still, and never goes back', () => {
  const ledger = new Ledger()
  assert.equal(ledger.put([sale('a')], 5_000), 5_000)
  assert.equal(ledger.put([sale('b')], 5_000), 5_001)
  assert.equal(ledger.delete(['a'], 4_000).changedAt, 5_002)
})

test('a listing begins at changedSince, inclusive', () => {
  const ledger = new Ledger()
  ledger.put([sale('a')], 1_000)
  const second = ledger.put([sale('b')], 2_000)
  assert.deepEqual(
    pages(ledger, second, 10).map((change) => change.saleId),
    ['b']
  )
})

test('deleting an unknown sale, or one that is deleted, changes nothing', () => {
  const ledger = new Ledger()
  ledger.put([sale('a')], 1_000)
  assert.equal(ledger.delete(['a', 'a', 'nobody'], 2_000).count, 1)
  assert.equal(ledger.delete(['a'], 3_000).count, 0)
  assert.deepEqual([...ledger.sales()], [])
  assert.deepEqual(
    pages(ledger, 0, 10).map((change) => [change.saleId, change.sale]),
    [['a', null]]
  )
})

test('superseded changes do not gather for ever', () => {
  const ledger = new Ledger()
  for (let index = 0; index < 10_000; index++) ledger.put([sale('a', `${index}.00`)], index)
  assert.equal(pages(ledger, 0, 5).length, 1)
})
