/** How much was done in how long. */
export interface Rate {
  readonly count: number
  readonly seconds: number
}

/** @throws Error if there was too little to measure. */
export function perSecond({ count, seconds }: Rate): number {
  if (count <= 0 || seconds <= 0) throw new Error('Too little was done to be measured. Raise BENCH_ROWS.')
  return count / seconds
}

/**
 * The rate at which records came, from the first moment at which some did to the last: those of the first moment are
 * where the measurement begins, and are not counted.
 *
 * @param times epoch ms of every record, in any order
 */
export function steadyRate(times: Iterable<number>): Rate {
  const counts = new Map<number, number>()
  let [first, last] = [Infinity, -Infinity]
  for (const time of times) {
    counts.set(time, (counts.get(time) ?? 0) + 1)
    first = Math.min(first, time)
    last = Math.max(last, time)
  }
  let all = 0
  for (const count of counts.values()) all += count
  return { count: all - (counts.get(first) ?? 0), seconds: (last - first) / 1000 }
}

/** The same work counted in another unit: `factor` of it for each one counted. */
export function scaled({ count, seconds }: Rate, factor: number): Rate {
  return { count: count * factor, seconds }
}

/** Notes when each part of the work is done; the rate is that after the first part. */
export class Stopwatch {
  #first: number | null = null
  #last = 0
  #count = 0

  /** Now `count` more are done. */
  lap(count: number): void {
    this.#last = performance.now()
    if (this.#first === null) this.#first = this.#last
    else this.#count += count
  }

  get rate(): Rate {
    return { count: this.#count, seconds: (this.#last - (this.#first ?? this.#last)) / 1000 }
  }
}
