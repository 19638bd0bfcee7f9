import type { DayTotals } from '@sales-pipeline/sales-aggregation'
import type { Image } from './core/bound-table.ts'
import type { Snapshot } from './core/commit-visibility.ts'
import type { Dimensions } from './core/dimensions.ts'
import type { Emission } from './core/emission.ts'
import type { Lsn } from './core/lsn.ts'
import type { StreamMessage } from './core/replication-protocol.ts'
import type { Chunk, ReadChunk } from './core/rereads.ts'
import type { Role } from './core/source-tables.ts'
import type { BridgeCheckpoint, Slot, SourceIdentity } from './core/start-plan.ts'

/** The source database. */
export interface Source {
  /**
   * Connects, and checks that everything the bridge needs is there.
   *
   * @throws ServiceError naming what is missing, and the fix.
   */
  connect(): Promise<SourceSession>
  /** Whether waiting helps against this error. */
  isOutage(error: unknown): boolean
}

/** Connections to the source that live and die together. */
export interface SourceSession extends AsyncDisposable {
  readonly identity: SourceIdentity
  readonly slot: Slot | undefined
  dropSlot(): Promise<void>
  /** Makes the slot, and opens the database as it is at the slot's beginning. */
  createSlot(): Promise<SnapshotReader>
  /** Opens the database as it is now, at a position of the log, on connections of its own that end with the signal. */
  openMoment(signal: AbortSignal): Promise<SnapshotReader>
  loadDimensions(): Promise<{ readonly dimensions: Dimensions; readonly loadedBefore: Lsn }>
  stream(from: Lsn): Promise<ChangeFeed>
  /** Writes the watermarks around a chunk; `handIn` is called between them. */
  readChunk(command: ReadChunk, handIn: (chunk: Chunk) => void): Promise<void>
  currentSnapshot(): Promise<Snapshot>
  /** How far the log has got, and how much of it is kept for the slot. */
  logState(): Promise<{ readonly end: Lsn; readonly retainedBytes: number }>
}

/** The database at one moment. */
export interface SnapshotReader extends AsyncDisposable {
  readonly consistentPoint: Lsn
  /** Epoch milliseconds. */
  readonly takenAt: number
  readonly dimensions: () => Promise<Dimensions>
  /** All rows of a table, in bounded batches. */
  readonly rows: (table: Role) => AsyncIterable<readonly Image[]>
  /** Those of the sale ids that exist. */
  readonly existing: (saleIds: readonly string[]) => Promise<ReadonlySet<string>>
}

/** The replication stream from one position on. Its buffer is bounded: a full one stops the sender. */
export interface ChangeFeed {
  /** The next messages; none when the feed was interrupted. Rejects when the connection is lost. */
  take(): Promise<readonly StreamMessage[]>
  /** Lets `take` return at once from now on; with an error, reject. */
  interrupt(error?: unknown): void
  /** Tells the source that it may forget what is below. */
  confirm(flushed: Lsn): void
  /** Ends the stream in order, so that the slot is free at once. */
  stop(): Promise<void>
}

/** Kafka, as the bridge writes to it. */
export interface Delivery {
  /** Hands over emissions; resolves when there is room for more. `position` is reached once they are acknowledged. */
  put(emissions: readonly Emission[], position: Lsn): Promise<void>
  /** Resolves when everything is acknowledged. */
  flush(): Promise<void>
  /** Everything below it is in Kafka. */
  readonly flushed: Lsn
  /** Tombstones for the live sales of this source that `keep` does not name. */
  removeSales(
    keep: (saleIds: readonly string[]) => Promise<ReadonlySet<string>>,
    cause: RemovalCause,
    version: Lsn
  ): Promise<void>
}

export type RemovalCause = 'truncate' | 'reconcile'

/** Tells how many sales the source holds. */
export interface ControlSink {
  begin(): DayTotals
  /** Resolves once Kafka has acknowledged it. */
  publish(moment: Pick<SnapshotReader, 'consistentPoint' | 'takenAt'>, totals: DayTotals): Promise<void>
}

/** Where this source has been read to. */
export interface CheckpointStore {
  get(): BridgeCheckpoint | undefined
  save(checkpoint: BridgeCheckpoint): Promise<void>
}
