import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { inOrder, type Contribution, type GroupId } from './contribution.ts'
import type { GroupState } from './group.ts'
import { MemoryState } from './memory-state.ts'

const LEADERS = 3
const SALE_IDS = Array.from('abcdefghijklmn')

/** One record of the log: a sale's next state, or its tombstone. */
interface Change {
  readonly saleId: string
  readonly next: Contribution<string> | undefined
}

const change: fc.Arbitrary<Change> = fc
  .record({
    saleId: fc.constantFrom(...SALE_IDS),
    tombstone: fc.nat({ max: 3 }).map((n) => n === 0),
    group: fc.integer({ min: 1, max: 3 }),
    rank: fc.bigInt({ min: -2n, max: 3n }),
    amount: fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }),
    shown: fc.constantFrom('x', 'y')
  })
  .map(({ saleId, tombstone, ...rest }) => ({ saleId, next: tombstone ? undefined : { saleId, ...rest } }))

const log = fc.array(change, { maxLength: 120 })
const batchSize = fc.integer({ min: 1, max: 20 })

function aggregate(changes: readonly Change[], size = 1, state = new MemoryState(LEADERS)): MemoryState {
  for (let start = 0; start < changes.length; start += size) {
    state.apply(new Map(changes.slice(start, start + size).map(({ saleId, next }) => [saleId, next])))
  }
  return state
}

/** What is left of a log when only the last record of each sale counts. */
function survivors(changes: readonly Change[]): Contribution<string>[] {
  return [...new Map(changes.map(({ saleId, next }) => [saleId, next])).values()].filter((next) => next !== undefined)
}

function recount(sales: readonly Contribution<string>[]): Map<GroupId, GroupState<string>> {
  const groups = Map.groupBy(sales, ({ group }) => group)
  return new Map(
    [...groups].map(([id, members]) => [
      id,
      {
        total: members.reduce((sum, { amount }) => sum + amount, 0n),
        count: members.length,
        leaders: members.toSorted(inOrder).slice(0, LEADERS)
      }
    ])
  )
}

/** Keeps the order of first appearance out of comparisons. */
function sorted<V>(map: ReadonlyMap<number, V>): [number, V][] {
  return [...map].sort(([a], [b]) => a - b)
}

describe('fold', () => {
  test('totals, counts and leaders equal a recount of the surviving sales, however the log is cut into batches', () => {
    fc.assert(
      fc.property(log, batchSize, (changes, size) => {
        assert.deepEqual(sorted(aggregate(changes, size).groups), sorted(recount(survivors(changes))))
      })
    )
  })

  test('a group holds every contribution once: as a leader, or in its rest behind all leaders', () => {
    fc.assert(
      fc.property(log, batchSize, (changes, size) => {
        const state = aggregate(changes, size)
        for (const [id, { leaders, count }] of state.groups) {
          const members = [...leaders, ...state.restOf(id)]
          assert.equal(members.length, count)
          assert.deepEqual(
            members,
            survivors(changes)
              .filter(({ group }) => group === id)
              .sort(inOrder)
          )
        }
      })
    )
  })

  test('replaying any stretch of the log up to its end leaves the result as it was', () => {
    fc.assert(
      fc.property(log, fc.nat({ max: 120 }), batchSize, (changes, from, size) => {
        const before = sorted(aggregate(changes).groups)
        assert.deepEqual(sorted(aggregate(changes.slice(from), size, aggregate(changes)).groups), before)
      })
    )
  })

  test('a batch that says what is known already changes no sale', () => {
    fc.assert(
      fc.property(log, (changes) => {
        const state = aggregate(changes)
        assert.equal(state.apply(new Map(changes.map(({ saleId, next }) => [saleId, next]))), 0)
      })
    )
  })

  test('the order of different sales is irrelevant', () => {
    const shuffled = log.chain((changes) =>
      fc.tuple(fc.constant(changes), fc.shuffledSubarray(SALE_IDS, { minLength: 14 }))
    )
    fc.assert(
      fc.property(shuffled, ([changes, order]) => {
        const bySale = order.flatMap((saleId) => changes.filter((one) => one.saleId === saleId))
        assert.deepEqual(sorted(aggregate(bySale, 7).groups), sorted(aggregate(changes, 5).groups))
      })
    )
  })

  test('a compacted log leads to the same state as the whole log', () => {
    fc.assert(
      fc.property(log, fc.boolean(), batchSize, (changes, tombstonesGone, size) => {
        const compacted = changes.filter(
          ({ saleId, next }, at) =>
            changes.findLastIndex((later) => later.saleId === saleId) === at && !(tombstonesGone && next === undefined)
        )
        assert.deepEqual(sorted(aggregate(compacted, size).groups), sorted(aggregate(changes, size).groups))
      })
    )
  })

  test('groups that all sales have left vanish', () => {
    fc.assert(
      fc.property(log, batchSize, (changes, size) => {
        const state = aggregate(changes, size)
        state.apply(new Map(SALE_IDS.map((saleId) => [saleId, undefined])))
        assert.equal(state.groups.size, 0)
        assert.equal(state.contributions.size, 0)
      })
    )
  })
})
