import assert from 'node:assert/strict'
import { test } from 'node:test'
import { distributionOf, percentile } from './percentiles.ts'

test('percentiles by nearest rank, whatever the order', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index)
  assert.deepEqual(distributionOf(values), { count: 100, p50: 50, p95: 95, p99: 99, max: 100 })
})

test('of few values the high percentiles are the largest', () => {
  assert.deepEqual(distributionOf([3, 1, 2]), { count: 3, p50: 2, p95: 3, p99: 3, max: 3 })
  assert.equal(percentile([7], 0), 7)
})

test('of nothing there is none', () => {
  assert.throws(() => distributionOf([]), /no percentile/)
})
