import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { assignShards, decodeHeld, encodeHeld, type Candidate, type HeldShard } from './assignment.ts'

const SHARDS = 12
const held: fc.Arbitrary<HeldShard[]> = fc.uniqueArray(
  fc.record(
    { shard: fc.nat({ max: SHARDS + 3 }), nextOffset: fc.nat({ max: 50 }), owned: fc.boolean() },
    { noNullPrototype: true }
  ),
  { selector: ({ shard }) => shard, maxLength: SHARDS }
)
const members: fc.Arbitrary<Candidate[]> = fc
  .array(held, { minLength: 1, maxLength: 15 })
  .map((all) => all.map((one, at) => ({ memberId: `member-${at}`, held: one })))
const shards = fc.integer({ min: 0, max: SHARDS }).map((count) => Array.from({ length: count }, (_, at) => at))

describe('the assignment of shards', () => {
  test('gives every shard to exactly one member', () => {
    fc.assert(
      fc.property(members, shards, (all, wanted) => {
        const given = [...assignShards(all, wanted).values()].flat()
        assert.deepEqual(
          given.sort((a, b) => a - b),
          wanted
        )
      })
    )
  })

  test('is balanced', () => {
    fc.assert(
      fc.property(members, shards, (all, wanted) => {
        const sizes = [...assignShards(all, wanted).values()].map((mine) => mine.length)
        assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1)
      })
    )
  })

  test('does not depend on the order of members', () => {
    fc.assert(
      fc.property(members, shards, (all, wanted) => {
        const sorted = (map: Map<string, number[]>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))
        assert.deepEqual(sorted(assignShards(all.toReversed(), wanted)), sorted(assignShards(all, wanted)))
      })
    )
  })

  test('stays as it is when the members, now holding what they were given, are asked again', () => {
    fc.assert(
      fc.property(members, shards, (all, wanted) => {
        const first = assignShards(all, wanted)
        const newest = (shard: number) =>
          Math.max(
            0,
            ...all.flatMap((one) => one.held.filter((own) => own.shard === shard).map((own) => own.nextOffset))
          )
        const again = all.map(({ memberId, held: before }) => {
          const mine = first.get(memberId) ?? []
          const kept = before.filter(({ shard }) => !mine.includes(shard)).map((one) => ({ ...one, owned: false }))
          const owned = mine.map((shard) => ({ shard, nextOffset: newest(shard), owned: true }))
          return { memberId, held: [...owned, ...kept] }
        })
        assert.deepEqual(assignShards(again, wanted), first)
      })
    )
  })

  test('prefers the member whose state is the newest, while it has a seat', () => {
    fc.assert(
      fc.property(members, shards, (all, wanted) => {
        const assignment = assignShards(all, wanted)
        const newest = Math.max(
          ...all.flatMap((one) => one.held.filter(({ shard }) => wanted.includes(shard)).map((own) => own.nextOffset))
        )
        const holders = all.flatMap(({ memberId, held: own }) =>
          own
            .filter(({ shard, nextOffset }) => wanted.includes(shard) && nextOffset === newest)
            .map(({ shard }) => ({ memberId, shard }))
        )
        fc.pre(holders.length > 0)
        assert.ok(holders.some(({ memberId, shard }) => assignment.get(memberId)?.includes(shard)))
      })
    )
  })

  test('a new member takes over no more than its share', () => {
    const at = (shard: number, nextOffset: number, owned: boolean) => ({ shard, nextOffset, owned })
    const old = { memberId: 'a', held: [0, 1, 2, 3].map((shard) => at(shard, 100 + shard, true)) }
    assert.deepEqual(
      assignShards([old, { memberId: 'b', held: [] }], [0, 1, 2, 3]),
      new Map([
        ['a', [2, 3]],
        ['b', [0, 1]]
      ])
    )
  })
})

test('what a member tells is understood, and what nobody understands is nothing', () => {
  fc.assert(
    fc.property(held, (all) => {
      assert.deepEqual(decodeHeld(encodeHeld(all)), all)
    })
  )
  assert.deepEqual(decodeHeld(Buffer.from('{"of another": "version"}')), [])
})
