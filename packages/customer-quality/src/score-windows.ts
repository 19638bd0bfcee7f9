/** What is counted: records to which something applies, and those of them that failed. */
export interface Count {
  readonly count: number
  readonly failed: number
}

export interface Score extends Count {
  /** failed / count; null where there is none. */
  readonly ratio: number | null
  /** How far the ratio is above that of the window before; null where one of the two is empty. */
  readonly trend: number | null
  /** The windows before this one, as far as they are kept: what is usual. */
  readonly usual: Count
}

export interface WindowOptions {
  /** The window moves by steps: it ends with the step in which the latest event lies. */
  readonly stepMs: number
  readonly stepsInWindow: number
  /** How many windows before the current one make up what is usual. At least 1. */
  readonly windowsBefore: number
}

/**
 * Counts over event time, for many names at once, kept up event by event: an event enters the sums when it comes, and is taken
 * over from one sum to the next as time moves on; nothing is ever counted again. Time is the latest event's, of all names.
 * Events may come in any order; those older than all windows change nothing.
 */
export class ScoreWindows {
  readonly #options: WindowOptions
  readonly #series = new Map<string, Series>()
  #now = -Infinity

  constructor(options: WindowOptions) {
    this.#options = options
  }

  add(name: string, eventMs: number, hasFailed: boolean): void {
    const step = Math.floor(eventMs / this.#options.stepMs)
    this.#now = Math.max(this.#now, step)
    let series = this.#series.get(name)
    if (series === undefined) this.#series.set(name, (series = new Series(this.#options, this.#now)))
    series.moveTo(this.#now)
    series.add(step, hasFailed)
  }

  score(name: string): Score {
    const series = this.#series.get(name)
    if (series === undefined) return scoreOf(ZERO, ZERO, ZERO)
    series.moveTo(this.#now)
    return series.score()
  }
}

const ZERO: Count = { count: 0, failed: 0 }

interface Sum {
  count: number
  failed: number
}

/** The counts of one name: by step, and summed over the spans of ages that are asked for. */
class Series {
  readonly #steps = new Map<number, Sum>()
  readonly #spans: readonly { readonly from: number; readonly to: number; readonly sum: Sum }[]
  readonly #kept: number
  #now: number

  constructor({ stepsInWindow, windowsBefore }: WindowOptions, now: number) {
    this.#kept = stepsInWindow * (1 + windowsBefore)
    this.#now = now
    this.#spans = [
      { from: 0, to: stepsInWindow, sum: { ...ZERO } },
      { from: stepsInWindow, to: 2 * stepsInWindow, sum: { ...ZERO } },
      { from: stepsInWindow, to: this.#kept, sum: { ...ZERO } }
    ]
  }

  add(step: number, hasFailed: boolean): void {
    const age = this.#now - step
    if (age >= this.#kept) return
    let sum = this.#steps.get(step)
    if (sum === undefined) this.#steps.set(step, (sum = { ...ZERO }))
    const one = { count: 1, failed: hasFailed ? 1 : 0 }
    change(sum, one, 1)
    for (const span of this.#spans) if (age >= span.from && age < span.to) change(span.sum, one, 1)
  }

  /** Steps that pass one after the other hand their counts from span to span; after a gap longer than all, nothing is left. */
  moveTo(now: number): void {
    if (now - this.#now >= this.#kept) this.#clear()
    else while (this.#now < now) this.#pass(++this.#now)
    this.#now = now
  }

  #pass(now: number): void {
    for (const { from, to, sum } of this.#spans) {
      if (from > 0) change(sum, this.#steps.get(now - from) ?? ZERO, 1)
      change(sum, this.#steps.get(now - to) ?? ZERO, -1)
    }
    this.#steps.delete(now - this.#kept)
  }

  #clear(): void {
    this.#steps.clear()
    for (const { sum } of this.#spans) Object.assign(sum, ZERO)
  }

  score(): Score {
    const [current = ZERO, previous = ZERO, usual = ZERO] = this.#spans.map(({ sum }) => sum)
    return scoreOf(current, previous, { ...usual })
  }
}

function change(sum: Sum, by: Count, sign: 1 | -1): void {
  sum.count += sign * by.count
  sum.failed += sign * by.failed
}

function scoreOf({ count, failed }: Count, previous: Count, usual: Count): Score {
  const ratio = ratioOf({ count, failed })
  const before = ratioOf(previous)
  return { count, failed, ratio, trend: ratio === null || before === null ? null : ratio - before, usual }
}

function ratioOf({ count, failed }: Count): number | null {
  return count === 0 ? null : failed / count
}
