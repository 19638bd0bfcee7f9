import type { Count, Score } from './score-windows.ts'

export interface RangeOptions {
  /** How many standard deviations away a rate may lie. */
  readonly deviations: number
  /** Fewer records than this, now or before, say nothing. */
  readonly fewest: number
}

/** The range in which a rate of failures usually lies, for as many records as there are now. */
export interface UsualRange {
  readonly low: number
  readonly high: number
}

/**
 * The usual range: the rate of the windows before, more or less so many standard deviations of a count as large as the current
 * one. One success and one failure are added to what was, so that what never happened is not impossible. Null: too few records.
 */
export function usualRangeOf(current: Count, usual: Count, { deviations, fewest }: RangeOptions): UsualRange | null {
  if (current.count < fewest || usual.count < fewest) return null
  const rate = (usual.failed + 1) / (usual.count + 2)
  const deviation = Math.sqrt(rate * (1 - rate) * (1 / current.count + 1 / usual.count))
  return { low: Math.max(0, rate - deviations * deviation), high: Math.min(1, rate + deviations * deviation) }
}

/** Whether a rate has left its usual range, and to which side. */
export function departureOf(score: Score, options: RangeOptions): 'above' | 'below' | null {
  const range = usualRangeOf(score, score.usual, options)
  if (range === null || score.ratio === null) return null
  if (score.ratio > range.high) return 'above'
  return score.ratio < range.low ? 'below' : null
}
