import type { Digest, DatasetName, StoredDataset, StoredJob } from './core/lineage/digest.ts'
import type { KnownRun } from './core/lineage/health.ts'
import type { PageCursor } from './core/lineage/page-cursor.ts'
import type { StoredPosition } from './core/lineage/restart.ts'
import type { SaleRecord } from './core/lineage/sale-record.ts'
import type { Span } from './core/period.ts'

/** How far one partition is, with a batch. */
export interface Reached {
  readonly topic: string
  readonly partition: number
  readonly next: bigint
  /** The end of the partition, as of this batch. */
  readonly end: bigint
}

/** A table of a topic's records, which knows how far it is. */
interface Followed {
  positions(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, StoredPosition>>
}

/** Where the events of jobs are kept. */
export interface JobStore extends Followed {
  /** One transaction. Safe to repeat. */
  save(digest: Digest, reached: Reached): Promise<void>
}

/** Where every state of every sale is kept. */
export interface SaleStore extends Followed {
  /** One transaction: records that are there already change nothing. */
  save(records: readonly SaleRecord[], reached: Reached): Promise<void>
  /** Drops what is known of one partition; with its history if the partition is another one now. */
  forget(topic: string, partition: number, withHistory: boolean): Promise<void>
}

export interface NamedRun extends KnownRun, DatasetName {
  readonly runId: string
  readonly startedAt: Date
  readonly error: string | null
}

export type KnownDataset = Omit<StoredDataset, 'event_at'>

export interface Graph {
  readonly jobs: readonly StoredJob[]
  /** Of each job, newest first. */
  readonly runs: readonly NamedRun[]
  readonly datasets: readonly KnownDataset[]
}

/** A record of a sale, as the store has it; a tombstone has nothing but its place. */
export interface SaleVersion {
  readonly partition: number
  readonly offset: string
  readonly deleted: boolean
  readonly recordedAt: Date
  readonly traceId: string | null
  readonly state: SaleState | null
}

export interface SaleState {
  readonly version: string
  readonly country: string
  readonly region: string
  readonly city: string
  readonly salesmanId: string
  readonly salesmanName: string
  readonly amount: string
  readonly currency: string
  readonly soldAt: Date
  readonly day: string
  readonly product: string | null
  readonly system: string
  readonly dataset: string
  readonly position: string
  readonly observedAt: Date
}

export interface SaleHistory {
  /** Newest first. */
  readonly versions: readonly SaleVersion[]
  /** What the sale was last, deleted or not; undefined if only tombstones were seen. */
  readonly lastKnown: SaleVersion | undefined
}

/** Which total is asked about. */
export type TotalFilter = { readonly currency: string; readonly span: Span } & (
  | { readonly of: 'city'; readonly country: string; readonly city: string; readonly region: string | undefined }
  | { readonly of: 'salesman'; readonly salesmanId: string; readonly country: string | undefined }
)

export interface Sum {
  readonly total: string
  readonly count: number
}

export interface CountedSale extends Omit<SaleState, 'version' | 'observedAt'> {
  readonly saleId: string
  readonly source: string
  readonly partition: number
  readonly offset: string
  readonly traceId: string | null
}

/** The sales behind a total, and what the rankings show, as of one moment. */
export interface Breakdown {
  readonly ranked: Sum
  readonly sources: readonly (Sum & { readonly source: string })[]
  readonly sales: readonly CountedSale[]
  /** Where the next page goes on; null: this was the last. */
  readonly next: PageCursor | null
  /** Records of sales that are not in yet, as of the last batch. */
  readonly lag: number
}

/** What the store answers about lineage. */
export interface LineageReads {
  graph(): Promise<Graph>
  history(saleId: string, most: number): Promise<SaleHistory | undefined>
  breakdown(filter: TotalFilter, after: PageCursor | undefined, limit: number): Promise<Breakdown>
}
