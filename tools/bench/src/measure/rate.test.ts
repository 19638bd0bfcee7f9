import assert from 'node:assert/strict'
import { test } from 'node:test'
import { perSecond, scaled, steadyRate } from './rate.ts'

test('a steady rate leaves out what came with the first moment', () => {
  assert.deepEqual(steadyRate([1000, 1000, 1500, 3000, 2000, 3000]), { count: 4, seconds: 2 })
})

test('one moment is no measurement', () => {
  assert.throws(() => perSecond(steadyRate([5, 5, 5])), /BENCH_ROWS/)
  assert.throws(() => perSecond(steadyRate([])), /BENCH_ROWS/)
})

test('scaled counts the same time in another unit', () => {
  assert.equal(perSecond(scaled({ count: 100, seconds: 2 }, 0.5)), 25)
})
