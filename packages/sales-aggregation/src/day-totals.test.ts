import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { businessDay } from './business-day.ts'
import { DayTotals } from './day-totals.ts'

const sale = fc.record({
  sold_at: fc.integer({ min: -1e12, max: 4e12 }),
  currency: fc.constantFrom('EUR', 'USD'),
  amount: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n })
})

test('every sale is in the total of its day and currency, once', () => {
  const dayOf = businessDay('America/New_York')
  fc.assert(
    fc.property(fc.array(sale), (sales) => {
      const totals = new DayTotals(dayOf)
      for (const one of sales) totals.add(one)
      const list = totals.list()
      assert.equal(totals.rows, sales.length)
      assert.equal(new Set(list.map(({ day, currency }) => `${day} ${currency}`)).size, list.length)
      for (const { day, currency, rows, amount } of list) {
        const of = sales.filter((one) => one.currency === currency && dayOf(one.sold_at) === day)
        assert.deepEqual([rows, amount], [BigInt(of.length), of.reduce((sum, one) => sum + one.amount, 0n)])
      }
      assert.equal(
        list.reduce((sum, { rows }) => sum + rows, 0n),
        BigInt(sales.length)
      )
    })
  )
})
