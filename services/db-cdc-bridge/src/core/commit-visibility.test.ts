import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isVisible, parseSnapshot, UnconfirmedCommits } from './commit-visibility.ts'

test('a snapshot sees what is below xmax and not running', () => {
  const snapshot = parseSnapshot('740:745:740,742')
  assert.deepEqual(
    [739, 740, 741, 742, 744, 745, 746].map((xid) => isVisible(snapshot, xid)),
    [true, false, true, false, true, false, false]
  )
})

test('ids of 64 bits are compared with the 32 bits of the stream, across the wrap', () => {
  const snapshot = parseSnapshot(`${2n ** 32n + 1n}:${2n ** 32n + 5n}:`)
  assert.equal(isVisible(snapshot, 4), true)
  assert.equal(isVisible(snapshot, 5), false)
  assert.equal(isVisible(snapshot, 0xffff_fff0), true)
})

test('commits stay unconfirmed until a snapshot sees them', () => {
  const commits = new UnconfirmedCommits()
  for (const xid of [7, 8, 9]) commits.delivered(xid)
  commits.confirm(parseSnapshot('8:9:8'))
  assert.deepEqual(commits.list(), [8, 9])
})

test('what is no snapshot is refused', () => {
  assert.throws(() => parseSnapshot('xyz'), RangeError)
})
