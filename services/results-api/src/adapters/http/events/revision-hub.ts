import type { Revision } from '../../../ports.ts'

/** Tells one listener; it must not throw. */
export type Listener = (revision: Revision) => void

/**
 * Passes new revisions on to whoever listens, at most one in each interval: of those that come faster only the last counts.
 * Closing it ends every listener.
 */
export class RevisionHub {
  readonly #intervalMs: number
  readonly #listeners = new Map<Listener, () => void>()
  #current: Revision | undefined
  #told: string | undefined
  #waiting: NodeJS.Timeout | undefined

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs
  }

  get current(): Revision | undefined {
    return this.#current
  }

  get size(): number {
    return this.#listeners.size
  }

  publish(revision: Revision): void {
    if (revision.id === this.#current?.id && revision.asOf?.getTime() === this.#current.asOf?.getTime()) return
    this.#current = revision
    if (this.#waiting === undefined) this.#tell()
  }

  /** @returns how to stop listening */
  listen(listener: Listener, onClose: () => void): () => void {
    this.#listeners.set(listener, onClose)
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    clearTimeout(this.#waiting)
    for (const onClose of this.#listeners.values()) onClose()
    this.#listeners.clear()
  }

  #tell(): void {
    this.#waiting = undefined
    const current = this.#current
    if (current === undefined || revisionId(current) === this.#told) return
    this.#told = revisionId(current)
    for (const listener of this.#listeners.keys()) listener(current)
    this.#waiting = setTimeout(() => {
      this.#tell()
    }, this.#intervalMs).unref()
  }
}

/** A text that differs for different revisions, also where a store that was emptied counts anew. */
export function revisionId({ id, asOf }: Revision): string {
  return `${id}.${asOf?.getTime() ?? 0}`
}
