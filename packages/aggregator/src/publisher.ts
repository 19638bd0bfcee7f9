import { setTimeout as delay } from 'node:timers/promises'
import { spanning, type Context, type SourceTimes } from '@sales-pipeline/observability'
import type { GroupId } from '@sales-pipeline/sales-aggregation'
import type { GroupRecord, ShardMeta } from './core/records.ts'
import type { Behind, ShardStore, Traces } from './ports.ts'
import { WaitingTraces } from './waiting-traces.ts'

/** Groups as of one snapshot of the state. */
export interface Snapshot {
  readonly meta: ShardMeta
  readonly groups: readonly GroupRecord[]
  readonly behind: Behind
}

export interface PublisherOptions {
  readonly store: ShardStore
  /** Sends groups to the shard's output; resolves with its end behind them when they are acknowledged. */
  readonly send: (snapshot: Snapshot) => Promise<number>
  /** No write of the state happens beside the one run here. */
  readonly exclusively: (write: () => Promise<void>) => Promise<void>
  /** Somebody else has written to the output: compares it with the state again, from where we knew it. */
  readonly onForeignOutput: () => Promise<void>
  readonly onPublished: (groups: number, through: number) => void
  readonly onFailed: (error: unknown) => void
}

const GROUPS_AT_ONCE = 1_000
const MOST_WAITING = 50_000
/** Publishing takes at most half of the time, so that under load more changes of a group become one record. */
const LONGEST_REST_MS = 250

/**
 * Publishes what changed, apart from applying: while records are in flight further changes gather, each group once.
 * A round publishes every group that had changed when it began, then remembers that in the state.
 */
export class Publisher {
  readonly #options: PublisherOptions
  #waiting = new Set<GroupId>()
  #traces = new WaitingTraces()
  #underWay = 0
  /** Of the sales behind the waiting groups. */
  #times: SourceTimes | undefined
  /** What changed before this process: found in the state, not in memory. */
  #sweep = true
  #stopped = false
  #round: Promise<void> | null = null
  #roundEnded = Promise.withResolvers<undefined>()

  constructor(options: PublisherOptions) {
    this.#options = options
  }

  /** Groups that are not known to be published, those on their way included. */
  get waiting(): number {
    return this.#waiting.size + this.#underWay
  }

  /** Groups that a committed batch has changed. */
  add(groups: Iterable<GroupId>, times?: SourceTimes): void {
    for (const id of groups) this.#waiting.add(id)
    this.#times = spanning(this.#times, times)
    this.start()
  }

  /** Traces that go on with the next publication of each group. */
  carry(traces: Traces<GroupId>): void {
    this.#traces.add(traces)
  }

  start(): void {
    if (this.#round !== null || !this.#goesOn()) return
    this.#round = this.#rounds().finally(() => {
      this.#round = null
    })
  }

  /** Resolves when more changes may be added: back-pressure. */
  async room(): Promise<void> {
    while (this.#waiting.size > MOST_WAITING && !this.#stopped) await this.#roundEnded.promise
  }

  /** Resolves when everything added so far is published, and remembered as such. */
  async flush(): Promise<void> {
    while (this.#goesOn()) {
      this.start()
      await this.#round
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#endRound()
    await this.#round
  }

  #goesOn(): boolean {
    return !this.#stopped && this.#hasWork()
  }

  #hasWork(): boolean {
    const { publishedThrough, nextOffset } = this.#options.store.meta
    return this.#waiting.size > 0 || (this.#sweep && publishedThrough < nextOffset)
  }

  async #rounds(): Promise<void> {
    try {
      while (this.#goesOn()) {
        const began = performance.now()
        await this.#publishRound()
        this.#underWay = 0
        this.#endRound()
        const rest = Math.min(performance.now() - began, LONGEST_REST_MS)
        if (this.#goesOn()) await delay(rest)
      }
    } catch (error) {
      this.#stopped = true
      this.#endRound()
      this.#options.onFailed(error)
    }
  }

  #endRound(): void {
    this.#roundEnded.resolve(undefined)
    this.#roundEnded = Promise.withResolvers()
  }

  async #publishRound(): Promise<void> {
    const { store, exclusively, onForeignOutput, onPublished } = this.#options
    const { nextOffset: publishedThrough, outputEnd: known, publishedThrough: before } = store.meta
    const taken = this.#waiting
    const traces = this.#traces
    const swept = this.#sweep
    const times = this.#times
    this.#waiting = new Set()
    this.#traces = new WaitingTraces()
    this.#underWay = taken.size
    this.#times = undefined
    this.#sweep = false
    const vanished: GroupId[] = []
    let published = 0
    let end = known
    for (const ids of swept ? changedSince(store, before) : chunks([...taken])) {
      if (this.#stopped) return
      const snapshot = this.#snapshot(ids, { traces, times }, vanished)
      if (snapshot.groups.length === 0) continue
      const reached = await this.#options.send(snapshot)
      if (reached - snapshot.groups.length !== end) {
        await onForeignOutput()
        this.#sweep = true
        return
      }
      end = reached
      published += snapshot.groups.length
    }
    await exclusively(() => store.acknowledge(vanished, { publishedThrough, outputEnd: end }))
    onPublished(published, publishedThrough)
  }

  #snapshot(
    ids: readonly GroupId[],
    waiting: { readonly traces: WaitingTraces; readonly times: SourceTimes | undefined },
    vanished: GroupId[]
  ): Snapshot {
    return this.#options.store.read((meta, group) => {
      const groups: GroupRecord[] = []
      const traces = new Map<number, readonly Context[]>()
      for (const id of ids) {
        const record = group(id)
        if (record === undefined) continue
        const of = waiting.traces.of(id)
        if (of !== undefined) traces.set(groups.length, of)
        groups.push(record)
        if (record.state.count === 0) vanished.push(id)
      }
      return { meta, groups, behind: { traces, times: waiting.times } }
    })
  }
}

function* changedSince(store: ShardStore, offset: number): Generator<readonly GroupId[]> {
  let from: GroupId | undefined = 1
  while (from !== undefined) {
    const { ids, next } = store.changedAfter(offset, from)
    yield* chunks(ids)
    from = next
  }
}

function* chunks(ids: readonly GroupId[]): Generator<readonly GroupId[]> {
  for (let start = 0; start < ids.length; start += GROUPS_AT_ONCE) yield ids.slice(start, start + GROUPS_AT_ONCE)
}
