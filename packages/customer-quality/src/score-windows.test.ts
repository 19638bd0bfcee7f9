import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ScoreWindows } from './score-windows.ts'
import { departureOf, usualRangeOf } from './usual-range.ts'

const options = { stepMs: 10, stepsInWindow: 3, windowsBefore: 4 }

interface Event {
  readonly name: string
  readonly at: number
  readonly hasFailed: boolean
}

const events: fc.Arbitrary<Event[]> = fc.array(
  fc.record({
    name: fc.constantFrom('a', 'b'),
    at: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: -500, max: 2_000 })),
    hasFailed: fc.boolean()
  }),
  { maxLength: 60 }
)

/** Counts everything again, from the events as they are. */
function recount(all: readonly Event[], name: string) {
  const stepOf = ({ at }: Event) => Math.floor(at / options.stepMs)
  const now = Math.max(...all.map(stepOf))
  const count = (from: number, to: number) => {
    const some = all.filter((event) => event.name === name && now - stepOf(event) >= from && now - stepOf(event) < to)
    return { count: some.length, failed: some.filter(({ hasFailed }) => hasFailed).length }
  }
  const ratio = (one: { count: number; failed: number }) => (one.count === 0 ? null : one.failed / one.count)
  const [current, previous] = [count(0, 3), count(3, 6)]
  const [is, was] = [ratio(current), ratio(previous)]
  return { ...current, ratio: is, trend: is === null || was === null ? null : is - was, usual: count(3, 15) }
}

test('scores are those of a plain recount, whatever the order of the events, at every moment', () => {
  fc.assert(
    fc.property(events, (all) => {
      const windows = new ScoreWindows(options)
      for (const [at, { name, at: time, hasFailed }] of all.entries()) {
        windows.add(name, time, hasFailed)
        for (const one of ['a', 'b']) assert.deepEqual(windows.score(one), recount(all.slice(0, at + 1), one))
      }
    }),
    { numRuns: 500 }
  )
})

test('reading a score changes none', () => {
  fc.assert(
    fc.property(events, fc.array(fc.boolean()), (all, reads) => {
      const [read, unread] = [new ScoreWindows(options), new ScoreWindows(options)]
      for (const [at, { name, at: time, hasFailed }] of all.entries()) {
        for (const windows of [read, unread]) windows.add(name, time, hasFailed)
        if (reads[at] === true) read.score('b')
      }
      for (const name of ['a', 'b']) assert.deepEqual(read.score(name), unread.score(name))
    })
  )
})

test('the trend is the difference to the window before', () => {
  const windows = new ScoreWindows(options)
  for (const hasFailed of [true, false, false, false]) windows.add('a', 0, hasFailed)
  for (const hasFailed of [true, true, true, false]) windows.add('a', 30, hasFailed)
  assert.deepEqual(windows.score('a'), { count: 4, failed: 3, ratio: 0.75, trend: 0.5, usual: { count: 4, failed: 1 } })
})

test('a rate leaves its usual range, or does not', () => {
  const range = { deviations: 4, fewest: 30 }
  const departure = (failed: number, count: number, usual: { count: number; failed: number }) =>
    departureOf({ count, failed, ratio: failed / count, trend: null, usual }, range)
  const usual = { count: 10_000, failed: 200 }
  assert.equal(departure(20, 1_000, usual), null)
  assert.equal(departure(60, 1_000, usual), 'above')
  assert.equal(departure(0, 1_000, usual), 'below')
  assert.equal(departure(1, 40, { count: 10_000, failed: 0 }), 'above')
  assert.equal(departure(29, 29, usual), null, 'too few now')
  assert.equal(departure(1_000, 1_000, { count: 29, failed: 0 }), null, 'too few before')
})

test('the usual range holds the usual rate, and narrows with more records', () => {
  const counts = fc
    .integer({ min: 30, max: 100_000 })
    .chain((count) => fc.record({ count: fc.constant(count), failed: fc.integer({ min: 0, max: count }) }))
  fc.assert(
    fc.property(counts, fc.integer({ min: 30, max: 10_000 }), (usual, count) => {
      const range = (now: number) => usualRangeOf({ count: now, failed: 0 }, usual, { deviations: 3, fewest: 30 })
      const [few, many] = [range(count), range(2 * count)]
      const rate = (usual.failed + 1) / (usual.count + 2)
      assert.ok(few !== null && many !== null)
      assert.ok(few.low <= rate && rate <= few.high)
      assert.ok(many.high - many.low <= few.high - few.low)
    })
  )
})
