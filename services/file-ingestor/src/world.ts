import type { Content, Counts, Outcome, Progress } from './core/lifecycle.ts'
import type { Row, Verdict } from './core/row.ts'
import type { Unreadable } from './core/unreadable.ts'
import type { Controls, Folder, OpenDelivery, ProgressStore, RowReader } from './ports.ts'

/** Everything that the life of a file touches. */
export interface World {
  readonly folder: Folder
  readonly progress: ProgressStore
  readonly readRows: RowReader
  readonly deliver: OpenDelivery
  readonly controls: Controls
  readonly observer: Observer
  /** First part of a sale id on the wire */
  readonly source: string
  /** Monotonic ms */
  now(): number
  /** Epoch ms */
  epoch(): number
}

/** Told what happens to files and rows: logs and metrics. */
export interface Observer {
  started(name: string, after: Counts, content: Content): void
  read(rows: readonly Row[]): void
  judged(verdicts: readonly Verdict[], reached: Counts): void
  checkpointed(progress: Progress): void
  broken(name: string, why: Unreadable, stands: Counts): void
  finished(name: string, outcome: Outcome, target: string, known: Counts & Content): void
  /** The file was rewritten while it was read, or in the moment it was moved */
  changed(name: string): void
  /** The file was taken out of the inbox before it was read to its end */
  withdrawn(name: string): void
  /** Told once for each name */
  leftAlone(name: string, why: string): void
  columnsIgnored(name: string, columns: readonly string[]): void
}
