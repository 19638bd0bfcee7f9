import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BUILD, STARTING, transition } from './lifecycle.ts'
import type { Effect, Event, State } from './lifecycle.ts'

const error = new Error('boom')
const report: Effect = { do: 'report', error }
const early = (task: string): Effect => ({ do: 'report-early-end', task })
const drain: Effect = { do: 'drain' }
const exit = (code: 0 | 1): Effect => ({ do: 'exit', code })

const starting = STARTING
const running = (...tasks: string[]): State => ({ phase: 'running', tasks })
const draining = (exitCode: 0 | 1, ...tasks: string[]): State => ({ phase: 'draining', tasks, exitCode })
const stopped = (exitCode: 0 | 1): State => ({ phase: 'stopped', exitCode })

const built = (...services: string[]): Event => ({ type: 'built', services })
const ended = (task: string): Event => ({ type: 'ended', task })
const failed = (task: string): Event => ({ type: 'failed', task, error })
const crashed: Event = { type: 'crashed', error }
const signalled: Event = { type: 'signalled' }
const deadline: Event = { type: 'deadline' }

const table: [from: State, on: Event, to: State, effects: Effect[]][] = [
  [starting, built('a', 'b'), running('a', 'b'), [{ do: 'run' }]],
  [starting, built(), stopped(0), [exit(0)]],
  [starting, ended(BUILD), stopped(1), [early(BUILD), drain, exit(1)]],
  [starting, failed(BUILD), stopped(1), [report, drain, exit(1)]],
  [starting, crashed, draining(1, BUILD), [report, drain]],
  [starting, signalled, draining(0, BUILD), [drain]],
  [starting, deadline, starting, []],

  [running('a', 'b'), built('c'), running('a', 'b'), []],
  [running('a', 'b'), ended('a'), draining(1, 'b'), [early('a'), drain]],
  [running('a'), ended('a'), stopped(1), [early('a'), drain, exit(1)]],
  [running('a', 'b'), failed('a'), draining(1, 'b'), [report, drain]],
  [running('a'), failed('a'), stopped(1), [report, drain, exit(1)]],
  [running('a', 'b'), crashed, draining(1, 'a', 'b'), [report, drain]],
  [running('a', 'b'), signalled, draining(0, 'a', 'b'), [drain]],
  [running('a', 'b'), deadline, running('a', 'b'), []],

  [draining(0, BUILD), built('a', 'b'), stopped(0), [exit(0)]],
  [draining(0, BUILD), ended(BUILD), stopped(0), [exit(0)]],
  [draining(0, 'a', 'b'), ended('a'), draining(0, 'b'), []],
  [draining(0, 'b'), ended('b'), stopped(0), [exit(0)]],
  [draining(1, 'b'), ended('b'), stopped(1), [exit(1)]],
  [draining(0, 'a', 'a'), ended('a'), draining(0, 'a'), []],
  [draining(0, 'a', 'b'), failed('a'), draining(1, 'b'), [report]],
  [draining(0, 'b'), failed('b'), stopped(1), [report, exit(1)]],
  [draining(0, 'a'), crashed, draining(1, 'a'), [report]],
  [draining(0, 'a'), signalled, draining(0, 'a'), [{ do: 'ignore-signal' }]],
  [draining(0, 'a', 'b'), deadline, stopped(1), [{ do: 'report-deadline', tasks: ['a', 'b'] }, exit(1)]],

  ...[built('a'), ended('a'), failed('a'), crashed, signalled, deadline].flatMap(
    (event) => [0, 1].map((code) => [stopped(code as 0 | 1), event, stopped(code as 0 | 1), []]) as typeof table
  )
]

for (const [from, on, to, effects] of table) {
  test(`${describeState(from)}, ${on.type} → ${describeState(to)}`, () => {
    assert.deepEqual(transition(from, on), { state: to, effects })
  })
}

test('the table covers every phase with every event', () => {
  const covered = new Set(table.map(([from, on]) => `${from.phase} ${on.type}`))
  assert.equal(covered.size, 4 * 6)
})

const task = fc.constantFrom('a', 'b', BUILD)
const events = fc.oneof(
  fc.subarray(['a', 'b']).map((services) => built(...services)),
  task.map(ended),
  task.map(failed),
  fc.constantFrom(crashed, signalled, deadline)
)

test('whatever happens: one run, one drain, one exit, last; and a failure is never forgotten', () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 30 }), (history) => {
      let state = STARTING
      const effects: Effect[] = []
      for (const event of history) {
        const step = transition(state, event)
        assert.ok(exitCodeOf(step.state) >= exitCodeOf(state))
        effects.push(...step.effects)
        state = step.state
      }
      const count = (what: Effect['do']) => effects.filter((effect) => effect.do === what).length
      assert.ok(count('run') <= 1 && count('drain') <= 1)
      assert.equal(count('exit'), state.phase === 'stopped' ? 1 : 0)
      if (state.phase === 'stopped') assert.deepEqual(effects.at(-1), exit(state.exitCode))
      if (count('report') + count('report-early-end') + count('report-deadline') > 0) assert.equal(exitCodeOf(state), 1)
    }),
    { numRuns: 1000 }
  )
})

function exitCodeOf(state: State): number {
  return 'exitCode' in state ? state.exitCode : 0
}

function describeState(state: State): string {
  const tasks = 'tasks' in state ? ` ${state.tasks.join('+')}` : ''
  return `${state.phase}${tasks}${'exitCode' in state ? ` (${state.exitCode})` : ''}`
}
