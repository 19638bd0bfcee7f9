export const SHARD_PHASES = ['opening', 'catching-up', 'reading-back', 'live', 'closed'] as const
export type ShardPhase = (typeof SHARD_PHASES)[number]

/**
 * behind: the state is there, and ends before the input did at the start. caught-up: the state has reached that end.
 * output-known: what is published has been compared with the state. output-foreign: somebody else has published too.
 */
export const SHARD_EVENTS = ['behind', 'caught-up', 'output-known', 'output-foreign', 'closed'] as const
export type ShardEvent = (typeof SHARD_EVENTS)[number]

/**
 * Invariants: nothing is published before `live`; nothing is applied while `reading-back`; a shard gets to `live` only
 * by way of `reading-back`, which reads nothing where the output ends where it ended after our own last record.
 */
const TRANSITIONS: Readonly<Record<ShardPhase, Partial<Record<ShardEvent, ShardPhase>>>> = {
  opening: { behind: 'catching-up', 'caught-up': 'reading-back', closed: 'closed' },
  'catching-up': { behind: 'catching-up', 'caught-up': 'reading-back', closed: 'closed' },
  'reading-back': { 'output-known': 'live', closed: 'closed' },
  live: { 'output-foreign': 'reading-back', closed: 'closed' },
  closed: { closed: 'closed' }
}

/** @throws Error if the event cannot happen in this phase: a bug. */
export function nextPhase(phase: ShardPhase, event: ShardEvent): ShardPhase {
  const next = TRANSITIONS[phase][event]
  if (next === undefined) throw new Error(`a shard that is ${phase} cannot become ${event}`)
  return next
}
