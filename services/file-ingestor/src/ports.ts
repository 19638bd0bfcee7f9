import type { DayTotals } from '@sales-pipeline/sales-aggregation'
import type { Content, Counts, Outcome, Progress } from './core/lifecycle.ts'
import type { Dataset, Row, Verdict } from './core/row.ts'
import type { Candidate, Stat } from './core/settling.ts'
import type { Unreadable } from './core/unreadable.ts'

/** What a look into the inbox shows. */
export interface Listing {
  readonly candidates: readonly Candidate[]
  /** Names that will never be read, and why */
  readonly leftAlone: readonly { readonly name: string; readonly why: string }[]
}

/** The inbox and its folders `done` and `failed`. Errors of the file system come through as they are (`code`: ENOSPC, EACCES …). */
export interface Folder {
  list(): Promise<Listing>
  /** Opens a regular file of the inbox; undefined: there is none of this name. */
  open(name: string): Promise<InboxFile | undefined>
  /** The finished file of this name, if there is one. */
  finished(outcome: Outcome, target: string): Promise<Stat | undefined>
  /** A name free in that folder, for the file and for its report. */
  freeName(outcome: Outcome, name: string, hash: string): Promise<string>
  /** Moves the file and its report, each if it is (still) there: doing it twice is doing it once. */
  move(name: string, outcome: Outcome, target: string): Promise<void>
  /** Moves a file that was moved by mistake back into the inbox, under a free name. */
  putBack(outcome: Outcome, target: string): Promise<void>
  /** Length of the unfinished report of a file in bytes; 0: there is none. */
  reportLength(name: string): Promise<number>
  /** Opens it and cuts off what is behind `length`. */
  openReport(name: string, length: number): Promise<Report>
  removeReport(name: string): Promise<void>
}

export interface InboxFile extends Stat, AsyncDisposable {
  /** Hash of the whole content, and why it cannot be read at all, if so. */
  inspect(): Promise<{ readonly hash: string; readonly defect: Unreadable | undefined }>
  /** The content, from the beginning, a chunk at a time. */
  chunks(): AsyncIterable<Buffer>
  /** Whether the inbox still has this very file, as it was when it was opened. */
  isUnchanged(): Promise<boolean>
}

export interface Report extends AsyncDisposable {
  /** Length in bytes, with everything appended so far. */
  readonly length: number
  append(text: string): Promise<void>
  /** Returns once everything appended is on the disk. */
  sync(): Promise<void>
}

/** Turns a file's bytes into rows, a batch at a time. @throws Unreadable behind all rows before a break. */
export type RowReader = (name: string, chunks: AsyncIterable<Buffer>) => AsyncIterable<readonly Row[]>

/** The way of one file's verdicts into Kafka. */
export interface Delivery {
  /** Sales, tombstones and dead letters, in order; resolves when there is room for more. */
  put(verdicts: readonly Verdict[], reached: Counts): Promise<void>
  /** Resolves when all is acknowledged and `acknowledged` has returned for the last position. */
  flush(): Promise<void>
}

/** @param acknowledged called in order, once Kafka has everything up to a position */
export type OpenDelivery = (dataset: Dataset, acknowledged: (reached: Counts) => Promise<void>) => Delivery

/** Tells what a whole file holds; resolves once Kafka has acknowledged it. */
export interface Controls {
  begin(): DayTotals
  publish(dataset: Dataset, content: Content, reached: Counts, totals: DayTotals): Promise<void>
}

/** The checkpoints of all files; `save` and `remove` return once Kafka has acknowledged. */
export interface ProgressStore {
  get(name: string): Progress | undefined
  names(): readonly string[]
  save(name: string, progress: Progress): Promise<void>
  remove(name: string): Promise<void>
}

export type { Counts, Outcome, Progress }
