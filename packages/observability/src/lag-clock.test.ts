import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LagClock } from './lag-clock.ts'

test('nothing known is no lag; the oldest part counts', () => {
  const clock = new LagClock()
  assert.equal(clock.seconds(5_000), 0)
  clock.arrived('0', 4_000)
  clock.arrived('1', 2_000)
  clock.arrived('1', 3_000)
  assert.equal(clock.seconds(5_000), 3)
  clock.done('1', null)
  assert.equal(clock.seconds(5_000), 1)
  clock.done('0', 4_500)
  assert.equal(clock.seconds(5_000), 0.5)
})

test('a clock that is ahead of ours makes no negative lag', () => {
  const clock = new LagClock()
  clock.arrived('0', 9_000)
  assert.equal(clock.seconds(5_000), 0)
})

test('a reader that takes batches in order lags as much as its oldest unfinished record', () => {
  const batches = fc.array(fc.array(fc.nat({ max: 1_000 }), { minLength: 1, maxLength: 5 }), { maxLength: 20 })
  fc.assert(
    fc.property(batches, fc.nat({ max: 10 }), (found, rest) => {
      const clock = new LagClock()
      let time = 0
      for (const [index, steps] of found.entries()) {
        const times = steps.map((step) => (time += step))
        clock.arrived('0', times[0] ?? 0)
        assert.ok(clock.seconds(time) >= (time - (times[0] ?? 0)) / 1000)
        clock.done('0', index < found.length - rest ? time : null)
      }
      if (rest > 0) assert.equal(clock.seconds(time), 0)
    })
  )
})
