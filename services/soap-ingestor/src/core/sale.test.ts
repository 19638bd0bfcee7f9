import assert from 'node:assert/strict'
import { test } from 'node:test'

import { digest, type ChangedSale, type PageOrigin } from './sale.ts'
import { Window } from './window.ts'

const AT = Date.UTC(2005, 0, 31, 12)
const origin: PageOrigin = {
  source: 'partner',
  dataset: 'Sales.ListChangedSales@host',
  request: 'first page',
  observedAt: 7,
  since: AT - 1_000
}
const row = {
  sale_id: '007',
  salesman_id: '01',
  salesman_name: 'Ann',
  city: 'Lyon',
  country: 'France',
  amount: '10.5',
  currency: 'EUR',
  sold_at: '2005-01-31'
}
const sale = (changes: Partial<ChangedSale> = {}): ChangedSale => ({
  identity: '007',
  changedAt: AT,
  row,
  violations: [],
  element: { saleId: '007' },
  ...changes
})

test('a sale keeps its id, and carries the partner’s time as its version', () => {
  const [outcome] = digest([sale()], new Window(10), origin).outcomes
  assert.ok(outcome?.kind === 'sale')
  assert.equal(outcome.key, 'partner:007')
  assert.equal(outcome.sale.version, BigInt(AT))
  assert.deepEqual(outcome.sale.provenance, {
    system: 'soap',
    dataset: 'Sales.ListChangedSales@host',
    position: 'changedAt 2005-01-31T12:00:00.000Z/007',
    observed_at: 7
  })
})

test('a deleted sale needs its id only', () => {
  const deleted = sale({ row: { sale_id: '007', deleted: 'true' } })
  assert.deepEqual(digest([deleted], new Window(10), origin).outcomes, [{ kind: 'deleted', key: 'partner:007' }])
})

test('what was handed on, what is older, and what was not asked for is only counted', () => {
  const window = new Window(10)
  const page = [sale(), sale(), sale({ changedAt: AT - 1 }), sale({ identity: '008', changedAt: AT - 2_000 })]
  const { outcomes, duplicate, stale } = digest(page, window, origin)
  assert.deepEqual([outcomes.length, duplicate, stale], [1, 1, 2])
})

test('a bad sale is refused with its place and its element, once, and the rest goes on', () => {
  const window = new Window(10)
  const violations = [{ field: 'amount', rule: 'type', message: 'must be a text' }]
  const page = [
    sale({ identity: '1', violations }),
    sale({ identity: 'sha256 x', changedAt: null }),
    sale({ identity: '2', row: { ...row, amount: '1e9', currency: '' } }),
    sale()
  ]
  const { outcomes } = digest(page, window, origin)
  assert.deepEqual(
    outcomes.map(({ kind }) => kind),
    ['refused', 'refused', 'refused', 'sale']
  )
  assert.deepEqual(outcomes[0], {
    kind: 'refused',
    violations,
    position: 'first page sale 0',
    element: { saleId: '007' }
  })
  assert.ok(outcomes[2]?.kind === 'refused')
  assert.deepEqual(
    outcomes[2].violations.map(({ field }) => field),
    ['amount', 'currency']
  )
  assert.deepEqual(digest(page, window, origin), { outcomes: [], duplicate: 4, stale: 0 })
})
