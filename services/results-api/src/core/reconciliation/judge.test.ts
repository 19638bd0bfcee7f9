import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { judge, outcomeOf, type Circumstances, type Comparison, type Known, type Tally } from './judge.ts'
import { readLineCursor, writeLineCursor } from './line-cursor.ts'

const AFTER_MS = 60_000
const at = (ms: number): Date => new Date(1_700_000_000_000 + ms)
const tally = (rows: bigint, amount: string): Tally => ({ rows, amount })
const one = tally(1n, '1.0000')
const two = tally(2n, '2.0000')

function circumstances(overrides: Partial<Circumstances> = {}): Circumstances {
  return { now: at(0), afterMs: AFTER_MS, against: 'arrived', wait: null, unjudgeable: null, ...overrides }
}

function compared(expected: Tally, found: Tally, known?: Known): Comparison {
  return { day: '2004-05-06', currency: 'EUR', expected, found, known }
}

test('equal sides agree, whatever else, and however the amount is written', () => {
  const odd = { wait: 'not read', unjudgeable: 'not complete' }
  assert.equal(judge(compared(one, tally(1n, '1')), circumstances(odd)).state, 'agreed')
  assert.equal(judge(compared(tally(1n, '-0.5000'), tally(1n, '-0.5')), circumstances()).state, 'agreed')
  assert.equal(judge(compared(one, tally(1n, '1.0001')), circumstances()).state, 'moving')
  assert.equal(judge(compared(one, tally(2n, '1')), circumstances()).state, 'moving')
})

test('against what has arrived, a difference counts from when it was first seen, whatever the figures do', () => {
  const first = judge(compared(two, one), circumstances())
  assert.deepEqual([first.state, first.unequalSince], ['moving', at(0)])
  const later = judge(compared(tally(3n, '3'), one, first), circumstances({ now: at(AFTER_MS) }))
  assert.deepEqual([later.state, later.since], ['differs', at(AFTER_MS)])
  const still = judge(compared(tally(3n, '3'), one, later), circumstances({ now: at(2 * AFTER_MS) }))
  assert.deepEqual([still.state, still.since], ['differs', at(AFTER_MS)])
  const healed = judge(compared(two, two, still), circumstances({ now: at(3 * AFTER_MS) }))
  assert.deepEqual([healed.state, healed.unequalSince], ['agreed', null])
})

test('against the results, only a difference that rests counts; a day that never rests says since when', () => {
  let known: Known | undefined
  for (let round = 0; round < 10; round++) {
    const now = at((round * AFTER_MS) / 2)
    const verdict = judge(
      compared(tally(BigInt(round + 2), '2'), one, known),
      circumstances({ against: 'results', now })
    )
    assert.deepEqual([verdict.state, verdict.since], ['moving', at(0)])
    known = verdict
  }
  const rests = judge(
    compared(known!.expected, one, known),
    circumstances({ against: 'results', now: at(6 * AFTER_MS) })
  )
  assert.equal(rests.state, 'differs')
})

test('what cannot be compared yet waits, what cannot be known is not judged; both say why', () => {
  const waiting = judge(compared(two, one), circumstances({ wait: 'not read' }))
  assert.deepEqual([waiting.state, waiting.reason], ['moving', 'not read'])
  const unknown = judge(compared(two, one, waiting), circumstances({ unjudgeable: 'too old', now: at(AFTER_MS) }))
  assert.deepEqual([unknown.state, unknown.reason], ['notJudged', 'too old'])
})

test('a control is settled when no line moves', () => {
  const outcome = (...states: ('agreed' | 'differs' | 'moving' | 'notJudged')[]) =>
    outcomeOf(states.map((state) => ({ state })))
  assert.deepEqual(
    [outcome(), outcome('agreed'), outcome('agreed', 'moving', 'differs'), outcome('agreed', 'differs', 'notJudged')],
    ['agreed', 'agreed', null, 'differs']
  )
})

test('a cursor comes back as it was; anything else is none', () => {
  const cursor = {
    ...{ rank: 2, day: '2004-05-06', source: 'files', dataset: 'a.csv', scope: '' },
    ...({ against: 'results', currency: 'EUR' } as const)
  }
  assert.deepEqual(readLineCursor(writeLineCursor(cursor)), cursor)
  fc.assert(
    fc.property(fc.string(), fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 8 }), (text, parts) => {
      assert.equal(readLineCursor(text), undefined)
      assert.equal(readLineCursor(Buffer.from(JSON.stringify(parts)).toString('base64url')), undefined)
    })
  )
})
