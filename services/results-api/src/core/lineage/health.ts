/** A run as the store has it. */
export interface KnownRun {
  readonly state: string
  readonly eventAt: Date
  readonly endedAt: Date | null
  readonly progress: {
    readonly ready?: boolean
    readonly reasons?: Readonly<Record<string, string>>
    readonly intervalMs?: number
    readonly rowsPerSecond?: number
    readonly lag?: { readonly value: number; readonly unit: string }
  } | null
}

export const HEALTHS = ['working', 'not-ready', 'silent', 'completed', 'failed', 'aborted'] as const
export type Health = (typeof HEALTHS)[number]

/** A run that says nothing for so many of its intervals has lost its process. */
const MISSED_EVENTS = 3

/** How a run fares, at an instant (epoch ms). */
export function healthOf({ state, eventAt, endedAt, progress }: KnownRun, now: number): Health {
  if (endedAt !== null) return state === 'COMPLETE' ? 'completed' : state === 'FAIL' ? 'failed' : 'aborted'
  const { intervalMs, ready = true } = progress ?? {}
  if (intervalMs !== undefined && now - eventAt.getTime() > MISSED_EVENTS * intervalMs) return 'silent'
  return ready ? 'working' : 'not-ready'
}

/** Worst last: what a job with several runs is known by is the best that a live one says, else how the newest ended. */
const LIVE: readonly Health[] = ['working', 'not-ready']

/** @param runs newest first */
export function healthOfJob(runs: readonly KnownRun[], now: number): Health | null {
  const each = runs.map((run) => healthOf(run, now))
  return LIVE.find((health) => each.includes(health)) ?? each[0] ?? null
}

/** What the live runs of a job do together. */
export function rateOfJob(runs: readonly KnownRun[], now: number) {
  const live = runs.filter((run) => LIVE.includes(healthOf(run, now)))
  const lags = live.flatMap(({ progress }) => (progress?.lag === undefined ? [] : [progress.lag]))
  return {
    rowsPerSecond: live.reduce((sum, { progress }) => sum + (progress?.rowsPerSecond ?? 0), 0),
    lag: lags[0] === undefined ? null : { value: lags.reduce((sum, { value }) => sum + value, 0), unit: lags[0].unit }
  }
}
