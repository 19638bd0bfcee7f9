import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeOpening, type Opening, type OpeningFacts } from './opening.ts'

const HOUR = 3_600_000
const stored = {
  settings: 's',
  generation: 2,
  nextOffset: 50,
  publishedThrough: 40,
  outputEnd: 9,
  asOf: 100 * HOUR,
  nextGroupId: 7
}
const facts: OpeningFacts = {
  stored,
  generation: 2,
  settings: 's',
  input: { low: 0, high: 80 },
  tombstonesKeptMs: 24 * HOUR,
  now: 101 * HOUR
}

const table: readonly (readonly [string, Partial<OpeningFacts>, Opening])[] = [
  ['fresh enough state is kept', {}, 'keep'],
  ['state at the very end is kept', { input: { low: 0, high: 50 } }, 'keep'],
  ['state at the very beginning is kept', { input: { low: 50, high: 80 } }, 'keep'],
  ['no state', { stored: undefined }, 'missing'],
  ['a raised generation', { generation: 3 }, 'generation'],
  ['a raised generation after the topic was recreated', { generation: 3, input: { low: 0, high: 10 } }, 'generation'],
  ['other settings', { settings: 't' }, 'settings-changed'],
  ['other settings and a raised generation', { settings: 't', generation: 3 }, 'generation'],
  ['the topic ends before the state does', { input: { low: 0, high: 49 } }, 'input-recreated'],
  ['the topic begins after the state ends', { input: { low: 51, high: 80 } }, 'truncated'],
  ['just young enough for all tombstones', { now: 112 * HOUR }, 'keep'],
  ['too old for all tombstones', { now: 112 * HOUR + 1 }, 'expired']
]

for (const [name, changed, expected] of table) {
  test(`${name}: ${expected}`, () => {
    assert.equal(judgeOpening({ ...facts, ...changed }), expected)
  })
}
