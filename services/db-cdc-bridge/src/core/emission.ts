import type { CdcKey, ChangeEnvelope, Sale, Violation } from '@sales-pipeline/contracts'
import type { Lsn } from './lsn.ts'
import type { Role } from './source-tables.ts'

/** Why a sale is sent: it changed, it was read by a snapshot, or what it refers to changed. */
export type Cause = 'change' | 'snapshot' | 'reread'

/** A change of one row (or the emptying of one table), for the table's own topic. */
export interface ChangeEmission {
  readonly kind: 'change'
  readonly table: Role
  readonly key: CdcKey
  readonly envelope: ChangeEnvelope
}

/** A sale's latest state. */
export interface SaleEmission {
  readonly kind: 'sale'
  readonly key: string
  readonly sale: Sale
  readonly cause: Cause
}

/** A sale is gone. */
export interface TombstoneEmission {
  readonly kind: 'tombstone'
  readonly key: string
  /** Where it went, as a version. */
  readonly version: Lsn
  /** Epoch milliseconds of the commit; null: it was found to be gone. */
  readonly committedAt: number | null
}

/** All sales of this source that were sent before are gone. */
export interface AllGoneEmission {
  readonly kind: 'all-gone'
  readonly version: Lsn
}

/** Codes under which a row becomes a dead letter. */
export type RefusalCode = 'CDC_ROW_REFUSED' | 'CDC_UNKNOWN_REFERENCE'

/** A row that cannot become a sale. */
export interface RefusedEmission {
  readonly kind: 'refused'
  readonly code: RefusalCode
  readonly message: string
  readonly violations: readonly Violation[]
  /** The row, with the columns of its salesman and city as far as they are known. */
  readonly original: Readonly<Record<string, string | null>>
  readonly position: string
}

/** What is to be written to Kafka, in this order. */
export type Emission = ChangeEmission | SaleEmission | TombstoneEmission | AllGoneEmission | RefusedEmission
