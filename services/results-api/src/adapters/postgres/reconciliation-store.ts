import type pg from 'pg'
import { controlTotals } from '@sales-pipeline/contracts'
import {
  isEmpty,
  judge,
  outcomeOf,
  type Against,
  type Comparison,
  type LineState,
  type Verdict
} from '../../core/reconciliation/judge.ts'
import type { Found, Reconciliation, Round, SourceState } from '../../reconciliation-ports.ts'
import { jsonb } from './jsonb.ts'
import { rowsOf } from './rows-of.ts'
import { statement } from './statements.ts'
import { inTransaction } from './transaction.ts'

const DUE = statement('due-controls')
const COMPARE = { RECORDS: statement('compare-records'), STATE: statement('compare-state') }
const COMPARE_RESULTS = statement('compare-results')
const SAVE_LINES = statement('save-reconciliation')
const FORGET_EMPTY = statement('forget-empty-lines')
const SAVE_OUTCOME = statement('save-control-outcome')
const DIFFERING = statement('differing-days')
const FORGET = statement('forget-controls')

/** Any number that nothing else locks. */
const LOCK = 5_704_221
const MOST_CONTROLS = 50
const MOST_SOURCES = 100
const SOON_MS = 1000
/** As long as the topic keeps them. */
const KEPT_MS = controlTotals.config['retention.ms'] ?? '604800000'

interface DueControl {
  readonly source: string
  readonly dataset: string
  readonly scope: string
  readonly kind: 'RECORDS' | 'STATE'
  readonly position: string
  readonly version_from: string
  readonly version_to: string
  readonly observed_at: Date | null
  readonly time_zone: string
  readonly taken_at: Date
  readonly outcome: LineState | null
  readonly met: boolean
  readonly complete: boolean
}

/** A day as it was compared; what is known of it is null where it is new. */
interface ComparedRow {
  readonly day: string
  readonly currency: string
  readonly expected_rows: string
  readonly expected_amount: string
  readonly found_rows: string
  readonly found_amount: string
  readonly state: LineState | null
  readonly since: Date
  readonly unequal_since: Date | null
  readonly changed_at: Date
  readonly known_expected_rows: string
  readonly known_expected_amount: string
  readonly known_found_rows: string
  readonly known_found_amount: string
}

interface Subject {
  readonly source: string
  readonly dataset: string
  readonly scope: string
  readonly against: Against
  readonly position: string | null
  readonly taken_at: Date | null
}

/** All sources together, against the results. */
const RESULTS: Subject = {
  ...{ source: 'all', dataset: 'sales', scope: '', against: 'results' as const },
  ...{ position: null, taken_at: null }
}

export interface ReconciliationOptions {
  readonly pool: pg.Pool
  /** As in the cluster. */
  readonly salesTopic: string
  readonly timeZone: string
  readonly afterMs: number
}

export class PostgresReconciliation implements Reconciliation {
  readonly #options: ReconciliationOptions

  constructor(options: ReconciliationOptions) {
    this.#options = options
  }

  round(now: Date): Promise<Round> {
    return inTransaction(this.#options.pool, async (client) => {
      const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_xact_lock(${LOCK}) AS mine`)
      if (rows[0]?.mine !== true) return { differing: [], controls: [] }
      const due = await rowsOf<DueControl>(client, DUE, [this.#options.salesTopic, MOST_CONTROLS])
      const differing: Found[] = []
      const controls: Round['controls'][number][] = []
      for (const control of due) {
        const { verdicts, outcome } = await this.#compareControl(client, control, now)
        differing.push(...newlyDiffering({ ...control, against: 'arrived' }, verdicts, now))
        if (outcome !== null && outcome !== control.outcome) controls.push({ source: control.source, outcome })
      }
      const verdicts = await this.#compareResults(client, now)
      return { differing: [...differing, ...newlyDiffering(RESULTS, verdicts, now)], controls }
    })
  }

  sources(): Promise<readonly SourceState[]> {
    return inTransaction(this.#options.pool, (client) => rowsOf<SourceState>(client, DIFFERING, [MOST_SOURCES]))
  }

  async trim(): Promise<void> {
    await this.#options.pool.query({ ...FORGET, values: [KEPT_MS] })
  }

  async #compareControl(client: pg.ClientBase, control: DueControl, now: Date) {
    const { afterMs, timeZone } = this.#options
    const { source, dataset, scope, kind, met } = control
    const isNew = now.getTime() - control.taken_at.getTime() < afterMs
    if (!met && isNew) {
      await client.query({ ...SAVE_OUTCOME, values: [source, dataset, scope, null, SOON_MS] })
      return { verdicts: [], outcome: null }
    }
    const versions = kind === 'RECORDS' ? [control.version_from, control.version_to] : [control.version_to]
    const observed = kind === 'RECORDS' ? [control.observed_at?.toISOString()] : []
    const rows = await rowsOf<ComparedRow>(client, COMPARE[kind], [source, dataset, scope, ...versions, ...observed])
    const circumstances = {
      ...{ now, afterMs, against: 'arrived' as const, wait: met ? null : NOT_READ },
      unjudgeable: unjudgeable(control, timeZone)
    }
    const verdicts = rows.map((row) => judge(comparisonOf(row), circumstances))
    await saveVerdicts(client, { ...control, against: 'arrived' }, verdicts)
    const outcome = outcomeOf(verdicts)
    await client.query({ ...SAVE_OUTCOME, values: [source, dataset, scope, outcome, afterMs] })
    return { verdicts, outcome }
  }

  async #compareResults(client: pg.ClientBase, now: Date): Promise<Verdict[]> {
    const { afterMs } = this.#options
    const rows = await rowsOf<ComparedRow>(client, COMPARE_RESULTS, [])
    const circumstances = { now, afterMs, against: 'results' as const, wait: null, unjudgeable: null }
    const verdicts = rows.map((row) => judge(comparisonOf(row), circumstances))
    // Most rounds find all as it was: nothing is written then.
    const news = verdicts.filter(({ state, changedAt }, index) => {
      const row = rows[index]
      return state !== row?.state || changedAt !== row.changed_at
    })
    await saveVerdicts(client, RESULTS, news)
    return verdicts
  }
}

const NOT_READ = 'results-api has not read all sales of that time yet.'

function unjudgeable({ complete, time_zone: zone }: DueControl, timeZone: string): string | null {
  if (zone !== timeZone)
    return `The source counts days in ${zone}, results-api in ${timeZone}: set BUSINESS_TIME_ZONE alike.`
  return complete
    ? null
    : 'results-api began to follow the sales later: states of that time may have been compacted away.'
}

function comparisonOf(row: ComparedRow): Comparison {
  const { day, currency, state, since } = row
  return {
    ...{ day, currency },
    expected: { rows: BigInt(row.expected_rows), amount: row.expected_amount },
    found: { rows: BigInt(row.found_rows), amount: row.found_amount },
    known:
      state === null
        ? undefined
        : {
            ...{ state, since, unequalSince: row.unequal_since, changedAt: row.changed_at },
            expected: { rows: BigInt(row.known_expected_rows), amount: row.known_expected_amount },
            found: { rows: BigInt(row.known_found_rows), amount: row.known_found_amount }
          }
  }
}

async function saveVerdicts(client: pg.ClientBase, subject: Subject, verdicts: readonly Verdict[]): Promise<void> {
  if (verdicts.length === 0) return
  const { source, dataset, scope, against, position, taken_at } = subject
  const lines = verdicts.map(({ expected, found, day, currency, state, since, unequalSince, changedAt, reason }) => ({
    ...{ source, dataset, scope, against, day, currency, state, since, reason, position, taken_at },
    ...{ unequal_since: unequalSince, changed_at: changedAt },
    ...{ expected_rows: String(expected.rows), expected_amount: expected.amount },
    ...{ found_rows: String(found.rows), found_amount: found.amount }
  }))
  await client.query({ ...SAVE_LINES, values: [jsonb(lines)] })
  if (verdicts.some(isEmpty)) await client.query({ ...FORGET_EMPTY, values: [source, dataset, scope, against] })
}

/** The first of the days that have just come to differ, and how many there are. */
function newlyDiffering({ source, dataset, against }: Subject, verdicts: readonly Verdict[], now: Date): Found[] {
  const fresh = verdicts.filter(({ state, since }) => state === 'differs' && since === now)
  const [verdict] = fresh
  return verdict === undefined ? [] : [{ source, dataset, against, verdict, days: fresh.length }]
}
