export const STATES = ['agreed', 'differs', 'moving', 'notJudged'] as const
export type LineState = (typeof STATES)[number]

export const AGAINST = ['arrived', 'results'] as const
export type Against = (typeof AGAINST)[number]

/** Of one day and currency; the amount as an exact decimal. */
export interface Tally {
  readonly rows: bigint
  readonly amount: string
}

/** What both sides say of one day. */
export interface Comparison {
  readonly day: string
  readonly currency: string
  readonly expected: Tally
  readonly found: Tally
  /** As it was judged before; undefined: never. */
  readonly known: Known | undefined
}

export interface Known {
  readonly state: LineState
  readonly since: Date
  /** Null: both sides were the same. */
  readonly unequalSince: Date | null
  /** When either side was last seen to change. */
  readonly changedAt: Date
  readonly expected: Tally
  readonly found: Tally
}

export interface Verdict extends Omit<Comparison, 'known'>, Omit<Known, 'expected' | 'found'> {
  readonly reason: string | null
}

export interface Circumstances {
  readonly now: Date
  /** How long a difference has to last. */
  readonly afterMs: number
  /** With `arrived`, both sides are of the same moment. With `results` they follow the same stream, each at its pace. */
  readonly against: Against
  /** Why the sides cannot be compared yet. */
  readonly wait: string | null
  /** Why a difference would say nothing. */
  readonly unjudgeable: string | null
}

/**
 * What a comparison means. Equal sides agree, whatever else. A difference is one only if it has lasted: against what has
 * arrived since it was first seen, against the results since either side moved, so that a day in motion is no alarm.
 */
export function judge({ known, ...compared }: Comparison, circumstances: Circumstances): Verdict {
  const { now } = circumstances
  const isUnchanged =
    known !== undefined && same(known.expected, compared.expected) && same(known.found, compared.found)
  const changedAt = isUnchanged ? known.changedAt : now
  const unequalSince = same(compared.expected, compared.found) ? null : (known?.unequalSince ?? now)
  const { state, reason } = stateOf(unequalSince, changedAt, circumstances)
  const since = known?.state === state ? known.since : now
  return { ...compared, state, since, unequalSince, changedAt, reason }
}

function stateOf(
  unequalSince: Date | null,
  changedAt: Date,
  { now, afterMs, against, wait, unjudgeable }: Circumstances
): { readonly state: LineState; readonly reason: string | null } {
  if (unequalSince === null) return { state: 'agreed', reason: null }
  if (unjudgeable !== null) return { state: 'notJudged', reason: unjudgeable }
  if (wait !== null) return { state: 'moving', reason: wait }
  const stands = against === 'arrived' ? unequalSince : changedAt
  if (now.getTime() - stands.getTime() >= afterMs) return { state: 'differs', reason: DIFFERS[against] }
  return { state: 'moving', reason: MOVING[against] }
}

const DIFFERS: Readonly<Record<Against, string>> = {
  arrived: 'What the source says and what arrived of it are not the same.',
  results: 'What has arrived and what the rankings show are not the same.'
}

const MOVING: Readonly<Record<Against, string>> = {
  arrived: 'A difference was just found; it counts if it lasts.',
  results: 'One side is ahead of the other, or the day is still changing.'
}

function same(a: Tally, b: Tally): boolean {
  return a.rows === b.rows && units(a.amount) === units(b.amount)
}

const DECIMALS = 4

/** An exact decimal in ten-thousandths, however many zeros it is written with. */
function units(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.split('.')
  return BigInt(whole + fraction.slice(0, DECIMALS).padEnd(DECIMALS, '0'))
}

/** Whether neither side has anything. */
export function isEmpty({ expected, found }: Pick<Comparison, 'expected' | 'found'>): boolean {
  return [expected, found].every(({ rows, amount }) => rows === 0n && units(amount) === 0n)
}

/** What a control's lines come down to; null: it is not settled yet. */
export function outcomeOf(verdicts: readonly Pick<Verdict, 'state'>[]): Exclude<LineState, 'moving'> | null {
  const states = new Set(verdicts.map(({ state }) => state))
  if (states.has('moving')) return null
  if (states.has('differs')) return 'differs'
  return states.has('notJudged') ? 'notJudged' : 'agreed'
}
