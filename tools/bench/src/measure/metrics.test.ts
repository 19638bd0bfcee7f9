import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metricSum } from './metrics.ts'

test('sums the series of one metric, and no other that begins alike', () => {
  const text = '# TYPE a counter\na{kind="x"} 2\na{kind="y z"} 3\na_total 100\nb 7\n'
  assert.equal(metricSum(text, 'a'), 5)
  assert.equal(metricSum(text, 'b'), 7)
  assert.equal(metricSum(text, 'c'), 0)
})
