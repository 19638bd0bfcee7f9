import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { settle, type Candidate, type Sighting } from './settling.ts'

const file = (name: string, mtimeNs: bigint, size = 1, inode = 1n): Candidate => ({ name, mtimeNs, size, inode })
const NONE: ReadonlyMap<string, Sighting> = new Map()

describe('settle', () => {
  it('takes a file once it has looked the same for long enough', () => {
    const first = settle(NONE, [file('a', 5n)], 1000, 500)
    assert.deepEqual([first.ready, first.nextAt], [[], 1500])
    const early = settle(first.sightings, [file('a', 5n)], 1499, 500)
    assert.deepEqual([early.ready, early.nextAt], [[], 1500])
    const late = settle(early.sightings, [file('a', 5n)], 1500, 500)
    assert.deepEqual([late.ready.map(({ name }) => name), late.nextAt], [['a'], undefined])
  })

  it('waits anew when size, time or inode change', () => {
    const { sightings } = settle(NONE, [file('a', 5n)], 0, 500)
    for (const changed of [file('a', 5n, 2), file('a', 6n), file('a', 5n, 1, 2n)]) {
      assert.deepEqual(settle(sightings, [changed], 500, 500).ready, [])
    }
  })

  it('takes the oldest first, then by name, so that a later file wins', () => {
    const listing = [file('c', 9n), file('b', 7n), file('a', 9n)]
    const { sightings } = settle(NONE, listing, 0, 0)
    assert.deepEqual(
      settle(sightings, listing, 0, 0).ready.map(({ name }) => name),
      ['b', 'a', 'c']
    )
  })

  it('forgets a file that has gone', () => {
    const { sightings } = settle(NONE, [file('a', 5n)], 0, 500)
    assert.equal(settle(sightings, [], 1, 500).sightings.size, 0)
  })
})
