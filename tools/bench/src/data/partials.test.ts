import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cityPartials, salesmanPartials } from './partials.ts'

test('as many partials as asked for, each of another group', () => {
  const cities = [...cityPartials(2000)]
  assert.equal(new Set(cities.map(({ key }) => JSON.stringify(key))).size, 2000)
  const salesmen = [...salesmanPartials(2000)]
  assert.equal(new Set(salesmen.map(({ key }) => JSON.stringify(key))).size, 2000)
})

test("a city's largest sales are its largest, largest first, and no more than ten", () => {
  for (const { value } of cityPartials(500)) {
    const amounts = value.largest.map(({ amount }) => amount)
    assert.equal(amounts.length, Math.min(10, Number(value.count)))
    assert.deepEqual(
      amounts,
      amounts.toSorted((a, b) => Number(b - a))
    )
    if (value.count <= 10n)
      assert.equal(
        amounts.reduce((sum, amount) => sum + amount),
        value.total
      )
  }
})
