import type { DeadLetter } from '@sales-pipeline/contracts'
import type { StoredPosition } from './core/lineage/restart.ts'
import type { Reached } from './lineage-ports.ts'

/** Where a letter is in the topic of its service. */
export interface LetterPlace {
  readonly service: string
  readonly partition: number
  readonly offset: bigint
}

/** What a service refused, but for the original bytes. */
export interface RefusedRecord extends LetterPlace {
  readonly code: string
  readonly message: string
  readonly origin: { readonly system: string; readonly dataset: string; readonly position: string }
  readonly violations: DeadLetter['violations']
  readonly traceId: string | null
  readonly refusedAt: Date
  readonly contentType: string
  /** Of the original, in bytes. */
  readonly size: number
}

/** Where dead letters are kept. */
export interface DeadLetterStore {
  positions(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, StoredPosition>>
  /** One transaction. Safe to repeat. */
  save(letters: readonly RefusedRecord[], reached: Reached): Promise<void>
  /** Drops what is known of a service: its topic was made anew. */
  forget(service: string, at: Reached): Promise<void>
  /** Drops what is older than the topic keeps it. */
  trim(): Promise<void>
}

export interface LetterFilter {
  readonly service: string | undefined
  readonly code: string | undefined
  /** Only what comes behind this one. */
  readonly after: (LetterPlace & { readonly refusedAt: Date }) | undefined
  readonly limit: number
}

export interface LetterCount {
  readonly service: string
  readonly code: string
  readonly count: number
  readonly newest: Date
}

/** What the store answers about dead letters. */
export interface DeadLetterReads {
  /** Newest first, and one more than the limit if there is one. */
  letters(
    filter: LetterFilter
  ): Promise<{ readonly counts: readonly LetterCount[]; readonly letters: readonly RefusedRecord[] }>
}
