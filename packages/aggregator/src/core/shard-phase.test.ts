import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextPhase, SHARD_EVENTS, SHARD_PHASES, type ShardEvent, type ShardPhase } from './shard-phase.ts'

/** Every phase by every event; null: cannot happen. */
const table: Record<ShardPhase, Record<ShardEvent, ShardPhase | null>> = {
  opening: {
    behind: 'catching-up',
    'caught-up': 'reading-back',
    'output-known': null,
    'output-foreign': null,
    closed: 'closed'
  },
  'catching-up': {
    behind: 'catching-up',
    'caught-up': 'reading-back',
    'output-known': null,
    'output-foreign': null,
    closed: 'closed'
  },
  'reading-back': { behind: null, 'caught-up': null, 'output-known': 'live', 'output-foreign': null, closed: 'closed' },
  live: { behind: null, 'caught-up': null, 'output-known': null, 'output-foreign': 'reading-back', closed: 'closed' },
  closed: { behind: null, 'caught-up': null, 'output-known': null, 'output-foreign': null, closed: 'closed' }
}

for (const phase of SHARD_PHASES) {
  for (const event of SHARD_EVENTS) {
    const expected = table[phase][event]
    test(`${phase} + ${event} = ${expected ?? 'impossible'}`, () => {
      if (expected === null) assert.throws(() => nextPhase(phase, event), /cannot become/)
      else assert.equal(nextPhase(phase, event), expected)
    })
  }
}
