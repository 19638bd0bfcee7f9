import type { Lsn } from './lsn.ts'

/** Which history a log position belongs to. */
export interface SourceIdentity {
  readonly systemIdentifier: string
  /** Changes when a standby is promoted, or a backup is restored to a point in time. */
  readonly timeline: string
  /** The database's oid: another one after it was recreated under the same name. */
  readonly database: string
}

/** Where this source has been read to, as it was saved last. */
export interface BridgeCheckpoint extends SourceIdentity {
  readonly phase: 'snapshotting' | 'streaming'
  /** Everything below it is in Kafka. Saved before Postgres is told. */
  readonly flushed: Lsn
}

/** The replication slot as the server describes it. */
export interface Slot {
  /** What the server was told last; null while the slot is being made. */
  readonly confirmed: Lsn | null
  /** Why its log is gone, if it is. */
  readonly lost: string | null
}

/** How to go on. `reason` tells the operator why everything is read again; null for a first start. */
export type StartPlan =
  | { readonly kind: 'stream'; readonly from: Lsn }
  | { readonly kind: 'snapshot'; readonly reason: string | null; readonly dropSlot: boolean }

/**
 * Decides between going on where the checkpoint says and reading everything again. It goes on only if nothing can have
 * been missed: the same history, a slot that holds everything from the checkpoint on.
 */
export function planStart(
  slot: Slot | undefined,
  checkpoint: BridgeCheckpoint | undefined,
  identity: SourceIdentity
): StartPlan {
  if (slot === undefined && checkpoint === undefined) return { kind: 'snapshot', reason: null, dropSlot: false }
  const reason = obstacle(slot, checkpoint, identity)
  if (reason !== undefined) return { kind: 'snapshot', reason, dropSlot: slot !== undefined }
  return { kind: 'stream', from: checkpoint?.flushed ?? 0n }
}

function obstacle(
  slot: Slot | undefined,
  checkpoint: BridgeCheckpoint | undefined,
  identity: SourceIdentity
): string | undefined {
  if (checkpoint === undefined) return 'there is a slot, but no checkpoint that belongs to it'
  if (checkpoint.systemIdentifier !== identity.systemIdentifier) return 'the source is another server'
  if (checkpoint.database !== identity.database) return 'the source database was recreated'
  if (checkpoint.timeline !== identity.timeline) return 'the source has begun a new timeline'
  if (slot === undefined) return 'the slot is gone'
  if (slot.lost !== null) return `the slot is invalid (${slot.lost})`
  if (checkpoint.phase === 'snapshotting') return 'the snapshot was not finished'
  if (slot.confirmed === null) return 'the slot was never finished'
  if (slot.confirmed > checkpoint.flushed) return 'the slot was moved on or recreated by somebody else'
  return undefined
}

/** The checkpoint in the form of its topic. */
export function checkpointState(checkpoint: BridgeCheckpoint): Record<string, string> {
  const { phase, flushed, systemIdentifier, timeline, database } = checkpoint
  return { phase, flushed: flushed.toString(), systemIdentifier, timeline, database }
}

/** Reads `checkpointState`; undefined when it is none. */
export function readCheckpoint(state: Readonly<Record<string, string>> | undefined): BridgeCheckpoint | undefined {
  if (state === undefined) return undefined
  const { phase, flushed = '', systemIdentifier, timeline, database } = state
  const isKnown = phase === 'snapshotting' || phase === 'streaming'
  if (!isKnown || !/^\d+$/.test(flushed)) return undefined
  if (systemIdentifier === undefined || timeline === undefined || database === undefined) return undefined
  return { phase, flushed: BigInt(flushed), systemIdentifier, timeline, database }
}
