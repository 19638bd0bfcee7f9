import type { Child } from './child.ts'
import type { StackFolder } from './folders.ts'

/** What the start of each part is given. */
export interface Surroundings {
  readonly folder: StackFolder
  /** Aborted when the stack is to be given up while it starts. */
  readonly signal: AbortSignal
  /** Told of each process as soon as it exists, so that it is stopped even if it never gets ready. */
  readonly started: (part: Part) => void
}

/** A running server of the stack. */
export interface Part {
  readonly child: Child
  stop(): Promise<void>
}

/** How long a server may take until it answers: a cold disk on a busy machine. */
export const READY_WITHIN_MS = 90_000
