import type { EventType } from '@sales-pipeline/contracts'

/** What is known of an event that waits to be sent. */
export interface WaitingEvent {
  readonly type: EventType
  readonly runId: string
}

/**
 * Events on their way out, in order and bounded. While they cannot leave, each run has one RUNNING here at the most: a
 * newer one is not taken, and what it would have counted is in the next. Beyond `most` nothing is taken.
 */
export class Waiting<E extends WaitingEvent> {
  readonly #most: number
  readonly #events: E[] = []

  constructor(most: number) {
    this.#most = most
  }

  get isEmpty(): boolean {
    return this.#events.length === 0
  }

  /** @returns whether it was taken */
  add(event: E): boolean {
    const isSecond = ({ type, runId }: E): boolean => type === 'RUNNING' && runId === event.runId
    if (this.#events.length >= this.#most || (event.type === 'RUNNING' && this.#events.some(isSecond))) return false
    this.#events.push(event)
    return true
  }

  /** The first ones; they wait on until they are `sent`. */
  next(most: number): readonly E[] {
    return this.#events.slice(0, most)
  }

  sent(count: number): void {
    this.#events.splice(0, count)
  }
}
