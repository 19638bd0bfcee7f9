import type { Sale, Violation } from '@sales-pipeline/contracts'
import { readRow, type CanonicalRow } from '@sales-pipeline/sales-intake'
import { MAX_RECORD_SIZE, type Frame } from './record.ts'

/** Why a row was refused; the README's table of codes says what to do. */
export const ROW_CODES = ['ROW_INVALID', 'ROW_MALFORMED', 'ROW_TOO_LONG'] as const
export type RowCode = (typeof ROW_CODES)[number]

/** A record whose shape has been read: its canonical values, or what is wrong with its shape. */
export interface Row {
  readonly frame: Frame
  readonly values: CanonicalRow | undefined
  readonly violations: readonly Violation[]
}

/** Where a file's rows come from. */
export interface Dataset {
  readonly source: string
  /** `<file name>#sha256:<hash of its content>` */
  readonly name: string
  readonly contentType: string
  /** Epoch ms */
  readonly observedAt: number
  /** Version of a record, by its number */
  readonly version: (record: number) => bigint
}

export interface Refusal {
  readonly kind: 'refused'
  readonly frame: Frame
  readonly code: RowCode
  readonly violations: readonly Violation[]
}

/** What becomes of a row. */
export type Verdict =
  | { readonly kind: 'sale'; readonly key: string; readonly sale: Sale }
  | { readonly kind: 'deleted'; readonly key: string }
  | Refusal

export function judge({ frame, values, violations }: Row, dataset: Dataset): Verdict {
  if (frame.tooLong) return tooLong(frame)
  if (values === undefined) return { kind: 'refused', frame, code: 'ROW_MALFORMED', violations }
  const intake = readRow(values, {
    source: dataset.source,
    version: dataset.version(frame.number),
    provenance: { system: 'file', dataset: dataset.name, position: frame.position, observed_at: dataset.observedAt }
  })
  const found = intake.kind === 'refused' ? merged(violations, intake.violations) : violations
  if (intake.kind === 'refused' || found.length > 0)
    return { kind: 'refused', frame, code: 'ROW_INVALID', violations: found }
  return intake
}

/** A value of the wrong shape counts as absent further on; that second violation would only mislead. */
function merged(shape: readonly Violation[], intake: readonly Violation[]): Violation[] {
  const fields = new Set(shape.map(({ field }) => field))
  return [...shape, ...intake.filter(({ field }) => !fields.has(field))]
}

function tooLong(frame: Frame): Refusal {
  const message = `is longer than ${MAX_RECORD_SIZE} bytes; only the beginning is kept here`
  return { kind: 'refused', frame, code: 'ROW_TOO_LONG', violations: [{ field: '', rule: 'size', message }] }
}

/** A row that has no readable values. */
export function malformed(frame: Frame, rule: string, message: string): Row {
  return { frame, values: undefined, violations: [{ field: '', rule, message }] }
}
