import type pg from 'pg'
import type { Violation } from '@sales-pipeline/contracts'
import type { DeadLetterReads, LetterCount, LetterFilter, RefusedRecord } from '../../dead-letter-ports.ts'
import { rowsOf } from './rows-of.ts'
import { statement } from './statements.ts'
import { inTransaction, ONE_MOMENT } from './transaction.ts'

const LETTERS = statement('dead-letters')
const COUNTS = statement('dead-letter-counts')

interface LetterRow {
  readonly service: string
  readonly partition: number
  readonly record_offset: string
  readonly code: string
  readonly message: string
  readonly system: string
  readonly dataset: string
  readonly position: string
  /** Those of an older release of this service have neither version nor value. */
  readonly violations: readonly Violation[]
  readonly trace_id: string | null
  readonly refused_at: Date
  readonly content_type: string
  readonly size: number
}

export class PostgresDeadLetterReads implements DeadLetterReads {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  letters({ service, code, after, limit }: LetterFilter): ReturnType<DeadLetterReads['letters']> {
    return inTransaction(
      this.#pool,
      async (client) => {
        const counts = await rowsOf<Omit<LetterCount, 'count'> & { count: string }>(client, COUNTS, [service, code])
        const behind = [after?.refusedAt.toISOString(), after?.service, after?.partition, after && String(after.offset)]
        const found = await rowsOf<LetterRow>(client, LETTERS, [service, code, ...behind, limit + 1])
        return { counts: counts.map((row) => ({ ...row, count: Number(row.count) })), letters: found.map(letterOf) }
      },
      ONE_MOMENT
    )
  }
}

function letterOf(row: LetterRow): RefusedRecord {
  const { service, partition, code, message, size } = row
  return {
    ...{ service, partition, offset: BigInt(row.record_offset), code, message, size },
    violations: row.violations.map((one) => ({ ...one, version: one.version ?? 1, value: one.value ?? null })),
    origin: { system: row.system, dataset: row.dataset, position: row.position },
    ...{ traceId: row.trace_id, refusedAt: row.refused_at, contentType: row.content_type }
  }
}
