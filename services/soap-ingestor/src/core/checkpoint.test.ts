import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { fromState, toState } from './checkpoint.ts'

const time = fc.nat({ max: 4_102_444_800_000 })

test('a checkpoint survives its text form', () => {
  const resume = fc.option(
    fc.record({ since: time, token: fc.string(), highest: time, startedAt: time }, { noNullPrototype: true })
  )
  fc.assert(
    fc.property(fc.record({ cursor: time, resume }, { noNullPrototype: true }), (checkpoint) => {
      assert.deepEqual(fromState(toState(checkpoint)), checkpoint)
    })
  )
})

test('without a state the partner is read from the beginning', () => {
  assert.deepEqual(fromState(undefined), { cursor: 0, resume: null })
})

test('a state that is none is refused, naming the field', () => {
  assert.throws(() => fromState({}), /the checkpoint's cursor is ""/)
  assert.throws(() => fromState({ cursor: '1', token: 'x', since: '-1' }), /the checkpoint's since is "-1"/)
})
