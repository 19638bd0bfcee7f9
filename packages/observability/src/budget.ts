const SECOND_MS = 1000

/** So many of something a second; what one second leaves over is not kept for the next. */
export class Budget {
  readonly #perSecond: number
  #second = Number.NEGATIVE_INFINITY
  #left = 0

  constructor(perSecond: number) {
    this.#perSecond = perSecond
  }

  /** @param now ms of any clock */
  take(now: number): boolean {
    if (now - this.#second >= SECOND_MS || now < this.#second) {
      this.#second = now
      this.#left = this.#perSecond
    }
    if (this.#left === 0) return false
    this.#left--
    return true
  }
}
