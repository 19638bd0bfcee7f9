export type Verdict = 'new' | 'duplicate' | 'stale'

/**
 * Remembers which version of which sale was handed on lately, so that what the overlapping polls list again is not sent
 * again, and an older version never follows a newer one.
 *
 * Invariants: (1) per identity the admitted versions increase; (2) at most `capacity` identities are remembered: beyond
 * that, those admitted longest ago are forgotten, and their sales may be sent once more.
 */
export class Window {
  readonly #capacity: number
  /** In the order of admission. A version of null: what was admitted had none that could be read. */
  readonly #admitted = new Map<string, number | null>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get size(): number {
    return this.#admitted.size
  }

  admit(identity: string, version: number | null): Verdict {
    const known = this.#admitted.get(identity)
    if (known === version) return 'duplicate'
    if (known !== undefined && known !== null && version !== null && version < known) return 'stale'
    this.#admitted.delete(identity)
    this.#admitted.set(identity, version)
    if (this.#admitted.size > this.#capacity) this.#forgetOldest()
    return 'new'
  }

  /** Forgets what no later poll asks for: every version below `version`. */
  forget(version: number): void {
    for (const [identity, known] of this.#admitted)
      if (known !== null && known < version) this.#admitted.delete(identity)
  }

  #forgetOldest(): void {
    const [oldest] = this.#admitted.keys()
    if (oldest !== undefined) this.#admitted.delete(oldest)
  }
}
