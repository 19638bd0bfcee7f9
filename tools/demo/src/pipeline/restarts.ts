const FIRST_DELAY_MS = 1000
const LONGEST_DELAY_MS = 30_000
/** Who ran this long was well: its next crash is a first one. */
const WELL_AFTER_MS = 60_000

/** The crashes of one service in a row. */
export interface Crashes {
  readonly count: number
  /** How long to wait before the next start. */
  readonly delayMs: number
}

export const NO_CRASHES: Crashes = { count: 0, delayMs: 0 }

/** Doubles the wait with each crash in a row, up to 30 s. */
export function afterCrash(before: Crashes, ranForMs: number): Crashes {
  const count = ranForMs >= WELL_AFTER_MS ? 1 : before.count + 1
  return { count, delayMs: Math.min(FIRST_DELAY_MS * 2 ** (count - 1), LONGEST_DELAY_MS) }
}
