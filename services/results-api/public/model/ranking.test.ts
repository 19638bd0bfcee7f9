import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rowsOf, type Entry } from './ranking.ts'

const entry = (key: string, rank: number, total: string): Entry => ({
  ...{ key, rank, total, count: 1, currency: 'EUR' },
  ...{ name: key, detail: '', href: '/' }
})

test('bars are shares of the greatest total; what is negative has none', () => {
  const rows = rowsOf([entry('a', 1, '10.00'), entry('b', 2, '2.50'), entry('c', 3, '-5.00')], undefined)
  assert.deepEqual(
    rows.map(({ share, risen, isChanged }) => [share, risen, isChanged]),
    [
      [1, 0, false],
      [0.25, 0, false],
      [0, 0, false]
    ]
  )
  assert.deepEqual(rowsOf([entry('a', 1, '-1.00')], undefined)[0]?.share, 0)
})

test('against what was before: what has risen, fallen, changed, come', () => {
  const before = [entry('a', 1, '10.00'), entry('b', 2, '2.50')]
  const rows = rowsOf([entry('b', 1, '12.00'), entry('a', 2, '10.00'), entry('new', 3, '1.00')], before)
  assert.deepEqual(
    rows.map(({ key, risen, isChanged }) => [key, risen, isChanged]),
    [
      ['b', 1, true],
      ['a', -1, false],
      ['new', 0, true]
    ]
  )
})
