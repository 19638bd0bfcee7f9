import type pg from 'pg'
import type { Against, LineState } from '../../core/reconciliation/judge.ts'
import type { Line, LineFilter, ReconciliationReads } from '../../reconciliation-ports.ts'
import { rowsOf } from './rows-of.ts'
import { statement } from './statements.ts'
import { inTransaction, ONE_MOMENT } from './transaction.ts'

const LINES = statement('reconciliation')
const SUMMARY = statement('reconciliation-summary')

interface LineRow {
  readonly source: string
  readonly dataset: string
  readonly scope: string
  readonly against: Against
  readonly day: string
  readonly currency: string
  readonly state: LineState
  readonly rank: number
  readonly since: Date
  readonly reason: string | null
  readonly expected_rows: string
  readonly expected_amount: string
  readonly found_rows: string
  readonly found_amount: string
  readonly position: string | null
  readonly taken_at: Date | null
}

export class PostgresReconciliationReads implements ReconciliationReads {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  lines({ state, source, from, to, after, limit }: LineFilter): ReturnType<ReconciliationReads['lines']> {
    const filter = [state, source, from, to]
    const behind = [
      after?.rank,
      after?.day,
      after?.source,
      after?.dataset,
      after?.scope,
      after?.against,
      after?.currency
    ]
    return inTransaction(
      this.#pool,
      async (client) => {
        const counts = await rowsOf<{ state: LineState; count: number }>(client, SUMMARY, filter)
        const rows = await rowsOf<LineRow>(client, LINES, [...filter, ...behind, limit + 1])
        return { summary: new Map(counts.map((row) => [row.state, row.count])), lines: rows.map(lineOf) }
      },
      ONE_MOMENT
    )
  }
}

function lineOf(row: LineRow): Line {
  const { source, dataset, scope, against, day, currency, state, rank, since, reason, position, taken_at } = row
  return {
    ...{ source, dataset, scope, against, day, currency, state, rank, since, reason },
    expected: { rows: BigInt(row.expected_rows), amount: row.expected_amount },
    found: { rows: BigInt(row.found_rows), amount: row.found_amount },
    control: position === null || taken_at === null ? null : { position, takenAt: taken_at }
  }
}
