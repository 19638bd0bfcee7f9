import type { Job } from './model.ts'
import type { Progress, Rows } from './events.ts'

/** What the metrics of a job say at one moment; all counts but the lag only grow. */
export interface Reading {
  /** Monotonic ms. */
  readonly at: number
  readonly rowsIn: number
  readonly rowsRefused: number
  /** By name of an output. */
  readonly rowsOut: Readonly<Record<string, number>>
  readonly lag?: number
}

const MS_PER_SECOND = 1000

/** What a batch run has done. */
export type Counts = Pick<Reading, 'rowsIn' | 'rowsRefused' | 'rowsOut'>

/** Rows between two readings. */
export function rowsBetween(before: Reading, now: Reading): Rows {
  return {
    in: now.rowsIn - before.rowsIn,
    out: Object.fromEntries(
      Object.entries(now.rowsOut).map(([name, rows]) => [name, rows - (before.rowsOut[name] ?? 0)])
    )
  }
}

/** How a run fares: since its first reading, and since the one before. */
export function progressOf(
  { measures }: Job,
  [first, before, now]: readonly [first: Reading, before: Reading, now: Reading],
  health: Pick<Progress, 'ready' | 'reasons'>,
  intervalMs: number
): Progress {
  const seconds = (now.at - before.at) / MS_PER_SECOND
  const perSecond = seconds > 0 ? (now.rowsIn - before.rowsIn) / seconds : 0
  return {
    ...health,
    rowsIn: now.rowsIn - first.rowsIn,
    rowsRefused: now.rowsRefused - first.rowsRefused,
    rowsOut: total(now) - total(first),
    rowsPerSecond: tenths(perSecond),
    ...(measures.lag && now.lag !== undefined && { lag: { value: now.lag, unit: measures.lag.unit } }),
    intervalMs
  }
}

/** What was done between two readings. */
export function countsBetween(before: Reading, now: Reading): Counts {
  const rows = rowsBetween(before, now)
  return { rowsIn: rows.in, rowsRefused: now.rowsRefused - before.rowsRefused, rowsOut: rows.out }
}

/** How a batch run has fared that took so long. */
export function progressOfCounts(counts: Counts, milliseconds: number): Progress {
  const { rowsIn, rowsRefused } = counts
  const rowsPerSecond = milliseconds > 0 ? tenths((rowsIn * MS_PER_SECOND) / milliseconds) : 0
  return { ready: true, reasons: {}, rowsIn, rowsRefused, rowsOut: total(counts), rowsPerSecond }
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10
}

function total({ rowsOut }: Pick<Reading, 'rowsOut'>): number {
  return Object.values(rowsOut).reduce((sum, rows) => sum + rows, 0)
}
