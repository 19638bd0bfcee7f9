import type { RunEvent } from './core/events.ts'

/** Takes events on their way; never waits, never throws. */
export interface Outlet {
  /** @returns whether it was taken: not while too much is on its way already */
  offer(event: RunEvent): boolean
  /** Resolves when everything has left, or the time is over. */
  close(withinMs: number): Promise<void>
  /** Rejects when events cannot be sent for good; never resolves. */
  readonly failed: Promise<never>
}
