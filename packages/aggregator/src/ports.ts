import type { Context, SourceTimes } from '@sales-pipeline/observability'
import type { Changes, GroupId, StateView } from '@sales-pipeline/sales-aggregation'
import type { GroupRecord, ShardMeta } from './core/records.ts'

/** A group's key: as a text that tells two keys apart, and encoded, which is needed only where the text is not known. */
export interface GroupKey {
  readonly identity: string
  readonly bytes: Buffer
}

/** The durable state of one shard. Writes are transactions; each is awaited before the next begins. */
export interface ShardStore {
  /** As of the last transaction. */
  readonly meta: ShardMeta
  readonly view: StateView<Buffer>
  /** The number of a group; a new one if there is no such group, kept if the next `commit` has contributions to it. */
  groupId(key: GroupKey): GroupId
  findGroup(key: GroupKey): GroupId | undefined
  /** Runs reads on one snapshot of the last transaction. */
  read<T>(reads: (meta: ShardMeta, group: (id: GroupId) => GroupRecord | undefined) => T): T
  /** Groups changed after the offset, by number, from number `from` on; `next` is where to go on, undefined at the end. */
  changedAfter(offset: number, from: GroupId): { readonly ids: readonly GroupId[]; readonly next: GroupId | undefined }
  /** A folded batch and where the input stands with it. */
  commit(changes: Changes<Buffer>, moved: Pick<ShardMeta, 'nextOffset' | 'asOf'>): Promise<void>
  /** What was found in the output: which groups are published as they are, and which are not. */
  mark(marks: OutputMarks, moved: Partial<ShardMeta>): Promise<void>
  /** All changes up to `publishedThrough` are published; groups published as vanished are forgotten. */
  acknowledge(vanished: readonly GroupId[], moved: Pick<ShardMeta, 'publishedThrough' | 'outputEnd'>): Promise<void>
  /** The state held everything appended before `asOf`. */
  touch(asOf: number): Promise<void>
  size(): StateSize
  close(): Promise<void>
}

/** How much a shard keeps. */
export interface StateSize {
  readonly bytes: number
  readonly sales: number
  readonly groups: number
}

/** Groups by the offset of the change that counts as their last: at most `publishedThrough` means published. */
export interface OutputMarks {
  readonly changedAt: ReadonlyMap<GroupId, number>
  /** Groups that only the output knows: to be published as vanished. */
  readonly unknown: readonly GroupKey[]
}

/** The traces of what changed something. */
export type Traces<Key> = ReadonlyMap<Key, readonly Context[]>

/** What stands behind groups that are published together. */
export interface Behind {
  /** Of what changed a group, by its index. */
  readonly traces: Traces<number>
  readonly times: SourceTimes | undefined
}

/** What is told to the operator. */
export interface Log {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
}

/** Where shards keep their state on this machine. */
export interface StateFolder {
  /** The shards found here, and up to which offset. Unreadable ones are left out. */
  held(): Promise<ReadonlyMap<number, number>>
  /** @returns undefined if there is no state, or none that can be read. */
  open(shard: number): Promise<ShardStore | undefined>
  /** Removes what is there and begins anew. */
  create(shard: number, initial: ShardMeta): Promise<ShardStore>
}

/** One record of a shard's own output partition: the last state of a group that was published. */
export interface PublishedGroup<Group, Value> {
  readonly group: Group
  readonly value: Value
}

/** The output partition of one shard. */
export interface ShardOutput<Group, Value> {
  end(): Promise<number>
  /** Reads [from, to). */
  read(
    from: number,
    to: number,
    onBatch: (records: readonly PublishedGroup<Group, Value>[]) => Promise<void>
  ): Promise<void>
  /**
   * Returns after all in-sync replicas have the records: the end of the partition behind them.
   */
  publish(groups: readonly PublishedGroup<Group, Value>[], behind: Behind): Promise<number>
}
