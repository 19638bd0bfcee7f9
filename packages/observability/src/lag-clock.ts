/** How far a reader is behind by the clock: the time of the oldest input, of each part, that is known and not done. All times are epoch ms. */
export class LagClock {
  readonly #oldest = new Map<string, number>()

  /** Input as old as `time` is there. What was there before is older. */
  arrived(part: string, time: number): void {
    if (!this.#oldest.has(part)) this.#oldest.set(part, time)
  }

  /** What had arrived is done, and nothing is left but what is newer than `left`; null: nothing at all. */
  done(part: string, left: number | null): void {
    if (left === null) this.#oldest.delete(part)
    else this.#oldest.set(part, left)
  }

  /** Nothing is known any more: the parts may be another's now. */
  forget(): void {
    this.#oldest.clear()
  }

  seconds(now: number): number {
    const oldest = this.#oldest.values().reduce((least, time) => Math.min(least, time), now)
    return (now - oldest) / 1000
  }
}
