import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatAmount } from '@sales-pipeline/money'
import { largestOfEach, ranked, sumText, type LargeSale } from './rankings.ts'

const currencies = fc.constantFrom('EUR', 'USD')

test('equal totals share a rank, the next one counts them: 1, 2, 2, 4', () => {
  const rows = [9, 7, 7, 1].map((total) => ({ currency: 'USD', total: String(total) }))
  assert.deepEqual(
    ranked([...rows, { currency: 'EUR', total: '1' }], ({ total }) => total).map(({ rank }) => rank),
    [1, 2, 2, 4, 1]
  )
})

test('ranks go on from page to page', () => {
  const rows = fc.array(fc.integer({ min: 0, max: 9 }).map((total) => ({ currency: 'USD', total: String(total) })))
  fc.assert(
    fc.property(rows, fc.nat(10), (all, cut) => {
      const [ordered, amountOf] = [
        all.toSorted((a, b) => Number(b.total) - Number(a.total)),
        (row: { total: string }) => row.total
      ]
      const whole = ranked(ordered, amountOf)
      const last = whole.slice(0, cut).at(-1)
      const reached = last && { place: Math.min(cut, whole.length), rank: last.rank, amount: last.total }
      assert.deepEqual(ranked(ordered.slice(cut), amountOf, reached), whole.slice(cut))
    })
  )
})

test('a rank is one more than the number of greater totals of the same currency', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ currency: currencies, total: fc.integer({ min: 0, max: 9 }) })), (totals) => {
      const ordered = totals.toSorted((a, b) => a.currency.localeCompare(b.currency) || b.total - a.total)
      for (const { rank, currency, total } of ranked(ordered, (row) => String(row.total))) {
        assert.equal(rank, 1 + totals.filter((other) => other.currency === currency && other.total > total).length)
      }
    })
  )
})

test('the largest sales of each currency are those that no other precedes', () => {
  const sale = fc.record({
    currency: currencies,
    amount: fc.bigInt(-3n, 3n),
    saleId: fc.string({ maxLength: 3, unit: 'grapheme' })
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(sale, { selector: ({ saleId }) => saleId }),
      fc.integer({ min: 1, max: 4 }),
      (some, limit) => {
        const sales = some.map((one): LargeSale => ({
          ...one,
          region: '',
          soldAt: 0,
          salesmanId: '',
          salesmanName: '',
          product: null
        }))
        const largest = largestOfEach(sales, limit)
        const precedes = (a: LargeSale, b: LargeSale) =>
          a.amount > b.amount || (a.amount === b.amount && Buffer.from(a.saleId).compare(Buffer.from(b.saleId)) < 0)
        for (const one of sales) {
          const before = sales.filter((other) => other.currency === one.currency && precedes(other, one)).length
          assert.equal(largest.includes(one), before < limit)
        }
      }
    )
  )
})

test('a stored sum is written exactly, however large', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 37n), 10n ** 37n), (units) => {
      const digits = String(units < 0n ? -units : units).padStart(5, '0')
      const stored = `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
      assert.equal(sumText(stored), formatAmount(units))
    })
  )
  assert.equal(sumText('12'), '12.00')
  assert.equal(sumText('1082551.4400'), '1082551.44')
})
