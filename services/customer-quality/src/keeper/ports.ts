import type { CustomerRecord, CustomerVerdict } from '@sales-pipeline/contracts'

/** One half of what is known of a record: what it says, or the verdict on it. Either may come first, and again. */
export type Half =
  | { readonly kind: 'record'; readonly place: string; readonly value: CustomerRecord }
  | { readonly kind: 'verdict'; readonly place: string; readonly value: CustomerVerdict }

/** Where a keeper keeps what it reads. */
export interface KeeperStore {
  /** Makes the indexes. */
  prepare(): Promise<void>
  /** Resolves once all halves are stored. Halves that are stored already change nothing. */
  keep(halves: readonly Half[]): Promise<void>
  close(): Promise<void>
}
