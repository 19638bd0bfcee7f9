/**
 * The life of a process: starting → running → draining → stopped. Building the app counts as the one task of `starting`,
 * so that a signal in mid-build drains like any other. Invariants: the exit code never goes back from 1 to 0, services are run
 * at most once, the drain begins at most once, exit happens exactly once, after which nothing has an effect.
 */
export type ExitCode = 0 | 1

export type State =
  | { readonly phase: 'starting' }
  | { readonly phase: 'running'; readonly tasks: readonly string[] }
  | { readonly phase: 'draining'; readonly tasks: readonly string[]; readonly exitCode: ExitCode }
  | { readonly phase: 'stopped'; readonly exitCode: ExitCode }

export type Event =
  | { readonly type: 'built'; readonly services: readonly string[] }
  | { readonly type: 'ended'; readonly task: string }
  | { readonly type: 'failed'; readonly task: string; readonly error: unknown }
  | { readonly type: 'crashed'; readonly error: unknown }
  | { readonly type: 'signalled' }
  | { readonly type: 'deadline' }

export type Effect =
  | { readonly do: 'run' }
  /** Abort the services' signal, and start the clock of the drain. */
  | { readonly do: 'drain' }
  | { readonly do: 'report'; readonly error: unknown }
  | { readonly do: 'report-early-end'; readonly task: string }
  | { readonly do: 'report-deadline'; readonly tasks: readonly string[] }
  | { readonly do: 'ignore-signal' }
  | { readonly do: 'exit'; readonly code: ExitCode }

export interface Step {
  readonly state: State
  readonly effects: readonly Effect[]
}

export const BUILD = 'build'
export const STARTING: State = { phase: 'starting' }

export function transition(state: State, event: Event): Step {
  switch (state.phase) {
    case 'starting':
      return whileStarting(state, event)
    case 'running':
      return whileRunning(state, event)
    case 'draining':
      return whileDraining(state, event)
    case 'stopped':
      return stay(state)
  }
}

function whileStarting(state: State, event: Event): Step {
  switch (event.type) {
    case 'built':
      return event.services.length === 0
        ? stop(0)
        : { state: { phase: 'running', tasks: event.services }, effects: [{ do: 'run' }] }
    case 'ended':
    case 'failed':
      return drain([], 1, complaint(event))
    case 'crashed':
      return drain([BUILD], 1, complaint(event))
    case 'signalled':
      return drain([BUILD], 0)
    case 'deadline':
      return stay(state)
  }
}

function whileRunning(state: State & { phase: 'running' }, event: Event): Step {
  switch (event.type) {
    case 'ended':
    case 'failed':
      return drain(without(state.tasks, event.task), 1, complaint(event))
    case 'crashed':
      return drain(state.tasks, 1, complaint(event))
    case 'signalled':
      return drain(state.tasks, 0)
    case 'built':
    case 'deadline':
      return stay(state)
  }
}

function whileDraining(state: State & { phase: 'draining' }, event: Event): Step {
  switch (event.type) {
    case 'built':
      return settle(without(state.tasks, BUILD), state.exitCode)
    case 'ended':
      return settle(without(state.tasks, event.task), state.exitCode)
    case 'failed':
      return settle(without(state.tasks, event.task), 1, complaint(event))
    case 'crashed':
      return settle(state.tasks, 1, complaint(event))
    case 'signalled':
      return stay(state, { do: 'ignore-signal' })
    case 'deadline':
      return stop(1, { do: 'report-deadline', tasks: state.tasks })
  }
}

/** A service that ends although nobody asked it to has lost its work, whatever it thinks: the process must not live on half. */
function complaint(event: Event & { type: 'ended' | 'failed' | 'crashed' }): Effect {
  return event.type === 'ended' ? { do: 'report-early-end', task: event.task } : { do: 'report', error: event.error }
}

function drain(tasks: readonly string[], exitCode: ExitCode, ...first: Effect[]): Step {
  return settle(tasks, exitCode, ...first, { do: 'drain' })
}

function settle(tasks: readonly string[], exitCode: ExitCode, ...effects: Effect[]): Step {
  return tasks.length === 0 ? stop(exitCode, ...effects) : { state: { phase: 'draining', tasks, exitCode }, effects }
}

function stop(exitCode: ExitCode, ...effects: Effect[]): Step {
  return { state: { phase: 'stopped', exitCode }, effects: [...effects, { do: 'exit', code: exitCode }] }
}

function stay(state: State, ...effects: Effect[]): Step {
  return { state, effects }
}

function without(tasks: readonly string[], task: string): readonly string[] {
  const index = tasks.indexOf(task)
  return index === -1 ? tasks : tasks.toSpliced(index, 1)
}
