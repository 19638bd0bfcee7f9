import { open, type Database, type RootDatabase } from 'lmdb'
import {
  EMPTY_GROUP,
  type Changes,
  type Contribution,
  type GroupId,
  type GroupState,
  type SettledGroup,
  type StateView
} from '@sales-pipeline/sales-aggregation'
import { ByteWriter } from '../core/bytes.ts'
import {
  contributionRecord,
  groupRecord,
  metaRecord,
  restEntry,
  type GroupRecord,
  type ShardMeta
} from '../core/records.ts'
import type { GroupKey, OutputMarks, ShardStore, StateSize } from '../ports.ts'

/** Larger than the system's: nearly a third fewer pages are touched, and written, by a batch of sales in random order. */
const PAGE_BYTES = 8_192
const META_KEY = Buffer.from('meta')
const GROUPS_SCANNED_AT_ONCE = 10_000
/** Groups whose numbers are remembered: what is sold now mostly adds to groups of a few days. */
const MOST_REMEMBERED = 10_000

/** Sale ids are written straight into lmdb's own buffer. */
const SALE_ID_KEYS = {
  encoding: 'binary' as const,
  keyEncoder: {
    writeKey: (saleId: string, target: Buffer, at: number) => at + target.write(saleId, at, 'utf8'),
    readKey: (source: Buffer, start: number, end: number) => source.toString('utf8', start, end)
  }
}

/**
 * The state of one shard in an LMDB environment of its own. lmdb commits in a thread of its own, so that while one shard
 * commits another one folds. The operating system may lose the last transactions with the machine, never their order:
 * the state is then that of an earlier offset, and the input is read again from there.
 */
export class LmdbStore implements ShardStore {
  /** What it returns is valid until the next transaction has ended. */
  readonly view: StateView<Buffer> = {
    contribution: (saleId) => this.#contribution(saleId),
    group: (id) => this.#group(id),
    rest: (id, wanted, except) => this.#firstOfRest(id, wanted, except)
  }
  readonly #env: RootDatabase<Buffer, Buffer>
  readonly #contributions: Database<Buffer, string>
  readonly #groups: Database<Buffer, number>
  readonly #groupIds: Database<Buffer, Buffer>
  readonly #rest: Database<Buffer, number>
  readonly #meta: Database<Buffer, Buffer>
  readonly #writer = new ByteWriter()
  /** Numbers of groups by identity, as far as remembered. Invariant between transactions: each is stored. */
  readonly #ids = new Map<string, GroupId>()
  /** Keys of the groups that the batch at hand touches, and which of these are new and not stored yet. */
  readonly #keys = new Map<GroupId, Buffer>()
  readonly #fresh = new Map<GroupId, string>()
  #nextGroupId = 1
  #current: ShardMeta | undefined

  constructor(path: string) {
    this.#env = open({
      path,
      maxDbs: 5,
      pageSize: PAGE_BYTES,
      noMemInit: true,
      eventTurnBatching: false,
      encoding: 'binary',
      keyEncoding: 'binary'
    })
    this.#contributions = this.#env.openDB('contributions', SALE_ID_KEYS)
    this.#groups = this.#env.openDB('groups', { encoding: 'binary', keyEncoding: 'uint32' })
    this.#groupIds = this.#env.openDB('group-ids', { encoding: 'binary', keyEncoding: 'binary' })
    this.#rest = this.#env.openDB('rest', { encoding: 'binary', keyEncoding: 'uint32', dupSort: true })
    this.#meta = this.#env.openDB('meta', { encoding: 'binary', keyEncoding: 'binary' })
    const stored = this.#meta.getBinary(META_KEY)
    if (stored !== undefined) this.#moveTo(metaRecord.read(stored))
  }

  get isNew(): boolean {
    return this.#current === undefined
  }

  get meta(): ShardMeta {
    if (this.#current === undefined) throw new Error('the store has no state yet')
    return this.#current
  }

  async initialise(meta: ShardMeta): Promise<void> {
    await this.#transaction(meta, () => undefined)
  }

  groupId(key: GroupKey): GroupId {
    const known = this.findGroup(key)
    if (known !== undefined) return known
    const id = this.#nextGroupId++
    this.#ids.set(key.identity, id)
    this.#keys.set(id, key.bytes)
    this.#fresh.set(id, key.identity)
    return id
  }

  findGroup(key: GroupKey): GroupId | undefined {
    const remembered = this.#ids.get(key.identity)
    if (remembered !== undefined) return remembered
    const id = this.#groupIds.getBinaryFast(key.bytes)?.readUInt32BE(0)
    if (id !== undefined) this.#ids.set(key.identity, id)
    return id
  }

  read<T>(reads: (meta: ShardMeta, group: (id: GroupId) => GroupRecord | undefined) => T): T {
    this.#env.resetReadTxn()
    const stored = this.#meta.getBinary(META_KEY)
    return reads(stored === undefined ? this.meta : metaRecord.read(stored), (id) => this.#groupRecord(id))
  }

  changedAfter(offset: number, from: GroupId): { ids: readonly GroupId[]; next: GroupId | undefined } {
    const ids: GroupId[] = []
    let scanned = 0
    let last = from
    for (const { key, value } of this.#groups.getRange({ start: from, limit: GROUPS_SCANNED_AT_ONCE })) {
      if (groupRecord.changedAt(value) > offset) ids.push(key)
      scanned++
      last = key
    }
    return { ids, next: scanned < GROUPS_SCANNED_AT_ONCE ? undefined : last + 1 }
  }

  async commit(changes: Changes<Buffer>, moved: Pick<ShardMeta, 'nextOffset' | 'asOf'>): Promise<void> {
    await this.#transaction({ ...this.meta, ...moved, nextGroupId: this.#nextGroupId }, () => {
      for (const [saleId, next] of changes.contributions) this.#putContribution(saleId, next)
      for (const [id, settled] of changes.groups) this.#putGroup(id, settled, moved.nextOffset)
    })
  }

  async mark({ changedAt, unknown }: OutputMarks, moved: Partial<ShardMeta>): Promise<void> {
    const created = unknown.map((key) => [this.groupId(key), key] as const)
    const next = { ...this.meta, ...moved, nextGroupId: this.#nextGroupId }
    const marked = [...changedAt].map(([id, offset]) => [id, offset, this.#groupRecord(id)] as const)
    await this.#transaction(next, () => {
      for (const [id, offset, record] of marked) {
        if (record !== undefined)
          this.#put(this.#groups, id, groupRecord.write(this.#writer, { ...record, changedAt: offset }))
      }
      for (const [id, { bytes }] of created) {
        this.#putNumber(bytes, id)
        this.#put(this.#groups, id, groupRecord.write(this.#writer, groupRecord.vanished(bytes, next.nextOffset)))
      }
    })
  }

  async acknowledge(
    vanished: readonly GroupId[],
    moved: Pick<ShardMeta, 'publishedThrough' | 'outputEnd'>
  ): Promise<void> {
    const forgotten = vanished.flatMap((id) => {
      const record = this.#groupRecord(id)
      return record?.state.count === 0 && record.changedAt <= moved.publishedThrough ? [{ id, key: record.key }] : []
    })
    await this.#transaction({ ...this.meta, ...moved }, () => {
      for (const { id, key } of forgotten) {
        void this.#groups.remove(id)
        void this.#groupIds.remove(key)
      }
    })
    if (forgotten.length > 0) this.#ids.clear()
  }

  async touch(asOf: number): Promise<void> {
    await this.#transaction({ ...this.meta, asOf }, () => undefined)
  }

  size(): StateSize {
    const { pageSize, lastPageNumber } = this.#env.getStats() as { pageSize: number; lastPageNumber: number }
    const entries = (database: { getStats(): object }) => (database.getStats() as { entryCount: number }).entryCount
    return {
      bytes: pageSize * (lastPageNumber + 1),
      sales: entries(this.#contributions),
      groups: entries(this.#groups)
    }
  }

  async close(): Promise<void> {
    await this.#env.close()
  }

  #moveTo(meta: ShardMeta): void {
    this.#current = meta
    this.#nextGroupId = meta.nextGroupId
  }

  /** All writes and the new meta, or none of them. */
  async #transaction(meta: ShardMeta, writes: () => void): Promise<void> {
    const committed = this.#env.batch(() => {
      writes()
      this.#put(this.#meta, META_KEY, metaRecord.write(this.#writer, meta))
    })
    await committed
    this.#env.resetReadTxn()
    this.#writer.reset()
    this.#keys.clear()
    this.#forgetUnstored()
    this.#moveTo(meta)
  }

  #forgetUnstored(): void {
    for (const identity of this.#fresh.values()) this.#ids.delete(identity)
    this.#fresh.clear()
    if (this.#ids.size > MOST_REMEMBERED) this.#ids.clear()
  }

  /** Writes are part of the batch around them, whose promise is the one that is awaited. */
  #put<K extends Buffer | string | number>(database: Database<Buffer, K>, key: K, value: Buffer): void {
    void database.put(key, value)
  }

  #putNumber(key: Buffer, id: GroupId): void {
    this.#put(this.#groupIds, key, this.#writer.uint32(id).take())
    this.#fresh.delete(id)
  }

  #putContribution(saleId: string, next: Contribution<Buffer> | undefined): void {
    if (next === undefined) void this.#contributions.remove(saleId)
    else this.#put(this.#contributions, saleId, next.shown)
  }

  #putGroup(id: GroupId, { state, restRemoved, restAdded }: SettledGroup<Buffer>, changedAt: number): void {
    for (const contribution of restRemoved) void this.#rest.remove(id, restEntry.write(this.#writer, contribution))
    for (const contribution of restAdded) this.#put(this.#rest, id, restEntry.write(this.#writer, contribution))
    const key = this.#keys.get(id)
    if (key === undefined) throw new Error(`group ${id} is changed but was never read`)
    if (this.#fresh.has(id)) this.#putNumber(key, id)
    this.#put(this.#groups, id, groupRecord.write(this.#writer, { key, changedAt, state }))
  }

  #contribution(saleId: string): Contribution<Buffer> | undefined {
    const stored = this.#contributions.getBinaryFast(saleId)
    return stored === undefined ? undefined : contributionRecord.read(saleId, this.#writer.keep(stored))
  }

  #group(id: GroupId): GroupState<Buffer> {
    const stored = this.#groups.getBinaryFast(id)
    if (stored === undefined) return EMPTY_GROUP
    const record = groupRecord.read(this.#writer.keep(stored))
    this.#keys.set(id, record.key)
    return record.state
  }

  #groupRecord(id: GroupId): GroupRecord | undefined {
    const stored = this.#groups.getBinary(id)
    return stored === undefined ? undefined : groupRecord.read(stored)
  }

  #firstOfRest(id: GroupId, wanted: number, except: ReadonlySet<string>): Contribution<Buffer>[] {
    const saleIds: string[] = []
    for (const entry of this.#rest.getValues(id, { limit: wanted + except.size })) {
      const saleId = restEntry.saleId(entry)
      if (!except.has(saleId)) saleIds.push(saleId)
      if (saleIds.length === wanted) break
    }
    return saleIds.flatMap((saleId) => this.#contribution(saleId) ?? [])
  }
}
