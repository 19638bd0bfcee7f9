import { identityOf, isSamePerson, keysOf, type Identity, type Person } from './person.ts'

/** Finds, for every customer that comes in, the others that are the same person. Holds each customer's latest state. */
export class PersonIndex {
  readonly #identities = new Map<string, Identity>()
  readonly #byKey = new Map<string, readonly string[]>()

  get size(): number {
    return this.#identities.size
  }

  /** Takes in a customer's latest state; returns the ids of the others that are the same person, in their order. */
  put(id: string, person: Person): string[] {
    this.remove(id)
    const identity = identityOf(person)
    const keys = keysOf(identity)
    const candidates = new Set(keys.flatMap((key) => this.#byKey.get(key) ?? []))
    this.#identities.set(id, identity)
    for (const key of keys) this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), id])
    return [...candidates].filter((other) => this.#isSame(identity, other)).toSorted()
  }

  remove(id: string): void {
    const identity = this.#identities.get(id)
    if (identity === undefined) return
    this.#identities.delete(id)
    for (const key of keysOf(identity)) {
      const others = (this.#byKey.get(key) ?? []).filter((other) => other !== id)
      if (others.length === 0) this.#byKey.delete(key)
      else this.#byKey.set(key, others)
    }
  }

  #isSame(identity: Identity, other: string): boolean {
    const theirs = this.#identities.get(other)
    return theirs !== undefined && isSamePerson(identity, theirs)
  }
}
