import assert from 'node:assert/strict'
import { test } from 'node:test'

import { begin, since, step, type Checkpoint, type PollEvent, type PollState, type Position } from './poll.ts'

const OVERLAP = 60_000
const NOW = 1_000_000
const saved: Checkpoint = { cursor: 500_000, resume: null }
const halfway: Checkpoint = { cursor: 0, resume: { since: 0, token: 'c', highest: 400_000, startedAt: 900_000 } }

const run = (state: PollState, ...events: PollEvent[]): PollState =>
  events.reduce((current, event) => step(current, event, OVERLAP).state, state)
const page = (next: string | null, lowest: number | null = 510_000, highest: number | null = 520_000): PollEvent => ({
  kind: 'page',
  page: { sales: lowest === null ? 0 : 2, lowest, highest, next },
  fresh: 0,
  now: NOW
})
const due: PollEvent = { kind: 'due', now: NOW }
const refused: PollEvent = { kind: 'token-refused' }
const acknowledged = (position: Position): PollEvent => ({ kind: 'acknowledged', position })
const reached = (walk: number, checkpoint: Checkpoint, last: boolean): PollEvent =>
  acknowledged({ walk, checkpoint, last })

const idle = begin(saved)
const first = run(idle, due)
const second = run(first, page('b'))
const settling = run(second, page(null, 521_000, 530_000))
const resumed = run(begin(halfway), due)
const firstRequest = { since: 440_000, token: null }
const atB = { cursor: 500_000, resume: { since: 440_000, token: 'b', highest: 520_000, startedAt: NOW } }
const done = { cursor: 530_000, resume: null }

/** Every state with every event: what it becomes, and what is done. */
const table: [string, PollState, PollEvent, PollState['phase'], object[]][] = [
  ['idle, due: asks from the cursor less the overlap', idle, due, 'paging', [{ kind: 'ask', request: firstRequest }]],
  [
    'idle with a begun poll, due: asks for the page it had come to',
    begin(halfway),
    due,
    'paging',
    [{ kind: 'ask', request: { since: 0, token: 'c' } }]
  ],
  ['idle, page of a poll given up', idle, page('b'), 'idle', []],
  ['idle, token refused', idle, refused, 'idle', []],
  ['idle, acknowledged', idle, reached(0, done, true), 'idle', []],

  ['paging, due', first, due, 'paging', []],
  [
    'paging, page with a next one: asks for it while this one is handed on',
    first,
    page('b'),
    'paging',
    [
      { kind: 'ask', request: { since: 440_000, token: 'b' } },
      { kind: 'emit', position: { walk: 1, checkpoint: atB, last: false } }
    ]
  ],
  [
    'paging, last page',
    second,
    page(null, 521_000, 530_000),
    'settling',
    [{ kind: 'emit', position: { walk: 1, checkpoint: done, last: true } }]
  ],
  [
    'paging, the only page is empty: the cursor stays',
    first,
    page(null, null, null),
    'settling',
    [{ kind: 'emit', position: { walk: 1, checkpoint: saved, last: true } }]
  ],
  ['paging, the same token again', second, page('b'), 'idle', [{ kind: 'give-up', reason: 'a page token came again' }]],
  ['paging, first page, token refused: there is none', first, refused, 'paging', []],
  ['paging, token refused: begins again', second, refused, 'paging', [{ kind: 'ask', request: firstRequest }]],
  ['paging, acknowledged', second, reached(1, atB, false), 'paging', [{ kind: 'save', checkpoint: atB }]],
  ['paging, acknowledged of an earlier walk', run(second, refused), reached(1, atB, false), 'paging', []],
  [
    'resumed, page in order',
    resumed,
    page(null, 400_000, 600_000),
    'settling',
    [{ kind: 'emit', position: { walk: 1, checkpoint: { cursor: 500_000, resume: null }, last: true } }]
  ],
  [
    'resumed, page out of order: begins again',
    resumed,
    page('d', 399_999),
    'paging',
    [{ kind: 'ask', request: { since: 0, token: null } }]
  ],

  ['settling, due', settling, due, 'settling', []],
  ['settling, page', settling, page('b'), 'settling', []],
  ['settling, token refused', settling, refused, 'settling', []],
  [
    'settling, an earlier page acknowledged',
    settling,
    reached(1, atB, false),
    'settling',
    [{ kind: 'save', checkpoint: atB }]
  ],
  ['settling, all acknowledged', settling, reached(1, done, true), 'idle', [{ kind: 'save', checkpoint: done }]],
  [
    'settling, all acknowledged and nothing new: nothing is written',
    run(first, page(null, null, null)),
    reached(1, saved, true),
    'idle',
    []
  ]
]

for (const [name, state, event, phase, actions] of table) {
  test(name, () => {
    const transition = step(state, event, OVERLAP)
    assert.equal(transition.state.phase, phase)
    assert.deepEqual(transition.actions, actions)
  })
}

const cursorAfter = (state: PollState, event: PollEvent): number => {
  const [action] = step(state, event, OVERLAP).actions
  return action?.kind === 'emit' ? action.position.checkpoint.cursor : assert.fail('no page was handed on')
}

test('a change dated in the future does not take the cursor past this machine’s clock', () => {
  assert.equal(cursorAfter(first, page(null, 510_000, 9_000_000_000_000)), NOW)
})

test('the cursor stays behind the latest change by as long as the poll took', () => {
  const late = { ...(page(null, 510_000, 700_000) as Extract<PollEvent, { kind: 'page' }>), now: NOW + 150_000 }
  assert.equal(cursorAfter(first, late), 550_000)
  assert.equal(cursorAfter(resumed, page(null, 400_000, 700_000)), 600_000)
})

test('the cursor does not go back', () => {
  assert.equal(cursorAfter(first, page(null, 440_000, 440_000)), saved.cursor)
})

test('a poll given up begins again at the cursor, and its page token is forgotten', () => {
  const again = step(run(second, reached(1, atB, false), page('b')), due, OVERLAP)
  assert.deepEqual(again.actions, [{ kind: 'ask', request: firstRequest }])
  assert.deepEqual(run(again.state, reached(1, done, true)).saved, saved)
})

test('the first poll begins at the beginning of time', () => {
  assert.equal(since(10_000, OVERLAP), 0)
})
