import type { Provenance } from '@sales-pipeline/contracts'

/** The columns a source delivers, by their canonical names. */
export const CANONICAL_COLUMNS = [
  'sale_id',
  'salesman_id',
  'salesman_name',
  'city',
  'region',
  'country',
  'amount',
  'currency',
  'sold_at',
  'product',
  'deleted'
] as const
export type CanonicalColumn = (typeof CANONICAL_COLUMNS)[number]

/** A row as it came, every value as text; spaces around a value mean nothing, and neither does the difference between absent and empty. */
export type CanonicalRow = Partial<Record<CanonicalColumn, string | null | undefined>>

/** Where a row came from. */
export interface RowOrigin {
  /** Name of the source, the first part of every sale_id it delivers; without colon. */
  readonly source: string
  /** Monotonic per sale within the source, and the same when the same row is read again. */
  readonly version: bigint
  readonly provenance: Provenance
}
