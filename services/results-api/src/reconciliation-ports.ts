import type { ControlKey, ControlTotal } from '@sales-pipeline/contracts'
import type { Against, LineState, Tally, Verdict } from './core/reconciliation/judge.ts'
import type { LineCursor } from './core/reconciliation/line-cursor.ts'
import type { StoredPosition } from './core/lineage/restart.ts'
import type { Reached } from './lineage-ports.ts'

/** One part of a control, as it came. */
export interface ControlPart {
  readonly key: ControlKey
  readonly value: ControlTotal
}

/** Where controls are kept until they have been compared. */
export interface ControlStore {
  positions(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, StoredPosition>>
  /**
   * One transaction. Safe to repeat: a control that comes again replaces itself.
   *
   * @param ends of the partitions of the sales, read after the controls came: all that they speak of is below
   */
  save(parts: readonly ControlPart[], ends: readonly bigint[], reached: Reached): Promise<void>
}

/** A line that has changed its state, and how many days of the same control have, of which it is the first. */
export interface Found {
  readonly source: string
  readonly dataset: string
  readonly against: Against
  readonly verdict: Verdict
  readonly days: number
}

export interface Round {
  readonly differing: readonly Found[]
  readonly controls: readonly { readonly source: string; readonly outcome: 'agreed' | 'differs' | 'notJudged' }[]
}

export interface SourceState {
  readonly source: string
  readonly against: Against
  /** Days that differ. */
  readonly days: number
  /** Epoch seconds of the newest control; null: results have none. */
  readonly newest: number | null
}

export interface Reconciliation {
  /** Compares what is due, in one transaction; nothing while another replica does. */
  round(now: Date): Promise<Round>
  sources(): Promise<readonly SourceState[]>
  /** Drops controls that need no comparison any more. */
  trim(): Promise<void>
}

export interface LineFilter {
  readonly state: LineState | undefined
  readonly source: string | undefined
  /** ISO dates. */
  readonly from: string
  readonly to: string
  /** Only what comes behind this. */
  readonly after: LineCursor | undefined
  readonly limit: number
}

export interface Line extends LineCursor {
  readonly state: LineState
  readonly since: Date
  readonly reason: string | null
  readonly expected: Tally
  readonly found: Tally
  readonly control: { readonly position: string; readonly takenAt: Date } | null
}

/** What the store answers about reconciliation. */
export interface ReconciliationReads {
  /** Differences first, and one more than the limit if there is one. */
  lines(filter: LineFilter): Promise<{
    readonly summary: ReadonlyMap<LineState, number>
    readonly lines: readonly Line[]
  }>
}
