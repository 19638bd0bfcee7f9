import type { Version } from '@sales-pipeline/contracts'
import type { Context, SourceTimes } from '@sales-pipeline/observability'
import {
  fold,
  type BusinessDay,
  type Changes,
  type Contribution,
  type GroupId,
  type SaleFact
} from '@sales-pipeline/sales-aggregation'
import { ByteWriter } from './core/bytes.ts'
import { judgeOpening } from './core/opening.ts'
import type { Partials } from './core/partials.ts'
import { EMPTY_META, type ShardMeta } from './core/records.ts'
import { nextPhase, type ShardEvent, type ShardPhase } from './core/shard-phase.ts'
import { aggregatorErrors } from './errors.ts'
import { Exclusive } from './exclusive.ts'
import type { Instruments } from './metrics.ts'
import type { Log, ShardOutput, ShardStore, StateFolder, StateSize, Traces } from './ports.ts'
import { Publisher } from './publisher.ts'
import { compareOutput } from './read-back.ts'

/** What all shards of one aggregator share. */
export interface ShardContext<Group, Shown, Value extends { readonly version: Version }> {
  readonly partials: Partials<Group, Shown, Value>
  readonly businessDay: BusinessDay
  readonly generation: number
  /** See OpeningFacts. */
  readonly settings: string
  readonly tombstonesKeptMs: number
  readonly folder: StateFolder
  readonly outputOf: (shard: number) => ShardOutput<Group, Value>
  /** The end of a shard's input as of now. */
  readonly inputEnd: (shard: number) => Promise<number>
  readonly now: () => number
  readonly instruments: Instruments
  readonly logger: Log
  /** Told of what ends the service, where it happens beside a batch. */
  readonly onFailed: (error: unknown) => void
  /** Told when everything below an offset of the shard is published. */
  readonly onPublished: (shard: number, offset: number) => void
}

/** A stretch of the input: the last state of each sale in it; null: the sale was deleted. */
export interface InputBatch {
  readonly sales: ReadonlyMap<string, SaleFact | null>
  readonly nextOffset: number
  /** The broker's time of the last record. */
  readonly appendedAt: number
  readonly times: SourceTimes | undefined
  /** Of the sales that are traced: the partial totals that they change go on with them. */
  readonly traces: ReadonlyMap<string, Context>
}

export interface AppliedBatch {
  readonly changed: number
  readonly deleted: number
}

/** Where the shard's input begins and ends as of now. */
export interface InputRange {
  readonly low: number
  readonly high: number
}

const NOTHING_APPLIED: AppliedBatch = { changed: 0, deleted: 0 }
const NO_SIZE: StateSize = { bytes: 0, sales: 0, groups: 0 }

/** One input partition: its state, and the publishing of it. See core/shard-phase.ts for its life. */
export class Shard<Group, Shown, Value extends { readonly version: Version }> {
  readonly number: number
  readonly #context: ShardContext<Group, Shown, Value>
  readonly #store: ShardStore
  readonly #output: ShardOutput<Group, Value>
  readonly #publisher: Publisher
  readonly #writes = new Exclusive()
  readonly #writer = new ByteWriter()
  /** The end of the input when the shard was opened: nothing is published before the state has got there. */
  readonly #catchUpTo: number
  #phase: ShardPhase = 'opening'

  private constructor(
    context: ShardContext<Group, Shown, Value>,
    number: number,
    store: ShardStore,
    input: InputRange
  ) {
    this.number = number
    this.#context = context
    this.#store = store
    this.#output = context.outputOf(number)
    this.#catchUpTo = input.high
    this.#publisher = new Publisher({
      store,
      send: ({ meta, groups, behind }) => {
        const version = versionOf(meta)
        return this.#output.publish(
          groups.map((group) => context.partials.published(group, version)),
          behind
        )
      },
      exclusively: (write) => this.#writes.run(write),
      onForeignOutput: () => this.#foreignOutput(),
      onPublished: (groups, through) => {
        context.instruments.published.inc(groups)
        context.onPublished(number, through)
      },
      onFailed: context.onFailed
    })
    context.instruments.phases.inc({ phase: 'opening' })
    this.#arrive()
  }

  /**
   * Opens a shard with the state that is here, or with an empty one if that is none or worthless.
   *
   * @throws ServiceError AGGREGATOR_INPUT_RECREATED, AGGREGATOR_SETTINGS_CHANGED.
   */
  static async open<Group, Shown, Value extends { readonly version: Version }>(
    context: ShardContext<Group, Shown, Value>,
    number: number,
    input: InputRange
  ): Promise<Shard<Group, Shown, Value>> {
    const { folder, generation, settings, tombstonesKeptMs, logger, instruments } = context
    const stored = await folder.open(number)
    const now = context.now()
    const opening = judgeOpening({ stored: stored?.meta, generation, settings, input, tombstonesKeptMs, now })
    if (stored !== undefined) {
      if (opening === 'keep') return new Shard(context, number, stored, input)
      await stored.close()
    }
    if (opening === 'input-recreated') {
      const detail = `shard ${number} stands at offset ${stored?.meta.nextOffset ?? 0}, the topic ends at ${input.high}`
      throw aggregatorErrors.AGGREGATOR_INPUT_RECREATED(detail)
    }
    if (opening === 'settings-changed') {
      throw aggregatorErrors.AGGREGATOR_SETTINGS_CHANGED(`${stored?.meta.settings ?? ''}; now ${settings}`)
    }
    if (opening !== 'keep') instruments.rebuilds.inc({ reason: opening })
    logger.info({ shard: number, reason: opening, records: input.high - input.low }, 'Rebuilding the state of a shard')
    const store = await folder.create(number, { ...EMPTY_META, generation, settings, nextOffset: input.low, asOf: now })
    return new Shard(context, number, store, input)
  }

  get phase(): ShardPhase {
    return this.#phase
  }

  get nextOffset(): number {
    return this.#store.meta.nextOffset
  }

  get unpublished(): number {
    return this.#publisher.waiting
  }

  get size(): StateSize {
    return this.#phase === 'closed' ? NO_SIZE : this.#store.size()
  }

  /** Resolves when the state holds the batch; publishing follows. Waits while too much is unpublished. */
  async apply(batch: InputBatch): Promise<AppliedBatch> {
    await this.#publisher.room()
    return this.#writes.run(async () => {
      if (this.#phase === 'closed' || batch.nextOffset <= this.nextOffset) return NOTHING_APPLIED
      const began = performance.now()
      const changes = this.#fold(batch.sales)
      const traces = tracesByGroup(batch.traces, changes, this.#store.view)
      await this.#commit(changes, { nextOffset: batch.nextOffset, asOf: batch.appendedAt })
      this.#context.instruments.commitDuration.observe((performance.now() - began) / 1000)
      this.#publisher.carry(traces)
      if (this.#phase === 'live') this.#publisher.add(changes.groups.keys(), batch.times)
      else this.#arrive()
      return effectOf(changes)
    })
  }

  /** Resolves when no write is under way. */
  async settled(): Promise<void> {
    await this.#writes.run(() => Promise.resolve())
  }

  /** Asked from time to time with the end of the input as it was at `time`: a state that has reached it is that new. */
  async confirm(high: number, time: number): Promise<void> {
    await this.#writes.run(async () => {
      if (this.#phase === 'live' && this.nextOffset >= high) await this.#store.touch(time)
    })
  }

  /** Publishes all that changed. */
  async flush(): Promise<void> {
    if (this.#phase === 'live') await this.#publisher.flush()
  }

  /** Lets go of the shard; what is not published yet is found in the state by whoever opens it next. */
  async close(): Promise<void> {
    await this.#publisher.stop()
    await this.#writes.run(async () => {
      if (this.#phase === 'closed') return
      this.#move('closed')
      await this.#store.close()
    })
  }

  #fold(sales: InputBatch['sales']): Changes<Buffer> {
    const { partials, businessDay } = this.#context
    this.#writer.reset()
    const batch = new Map<string, Contribution<Buffer> | undefined>()
    for (const [saleId, sale] of sales) {
      if (sale === null) batch.set(saleId, undefined)
      else {
        const group = this.#store.groupId(partials.keyOf(sale, businessDay(sale.sold_at)))
        batch.set(saleId, partials.contribution(saleId, group, sale, this.#writer))
      }
    }
    return fold(this.#store.view, batch, { leaders: partials.dimension.leaders, sameShown })
  }

  async #commit(changes: Changes<Buffer>, moved: Pick<ShardMeta, 'nextOffset' | 'asOf'>): Promise<void> {
    try {
      await this.#store.commit(changes, moved)
    } catch (error) {
      throw aggregatorErrors.AGGREGATOR_STATE_UNWRITABLE(`shard ${this.number}`, { cause: error })
    }
  }

  #move(event: ShardEvent): void {
    const { phases } = this.#context.instruments
    const before = this.#phase
    this.#phase = nextPhase(before, event)
    phases.dec({ phase: before })
    if (this.#phase !== 'closed') phases.inc({ phase: this.#phase })
    if (before !== this.#phase) this.#context.logger.debug({ shard: this.number, phase: this.#phase }, 'Shard moved on')
  }

  /** Comparing waits its turn behind the batch at hand, and comes before any further one. */
  #arrive(): void {
    const behind = this.nextOffset < this.#catchUpTo
    this.#move(behind ? 'behind' : 'caught-up')
    if (!behind) this.#writes.run(() => this.#readBack()).catch(this.#context.onFailed)
  }

  async #foreignOutput(): Promise<void> {
    await this.#writes.run(async () => {
      if (this.#phase !== 'live') return
      this.#context.logger.warn({ shard: this.number }, 'Somebody else has published totals of this shard; comparing')
      this.#move('output-foreign')
      await this.#readBack()
    })
  }

  async #readBack(): Promise<void> {
    if (this.#phase !== 'reading-back') return
    const claimed = await compareOutput(this.#store, this.#output, this.#context.partials)
    if (claimed !== undefined && claimed > this.nextOffset) await this.#requireInput(claimed)
    this.#context.logger.info({ shard: this.number, offset: this.nextOffset }, 'Shard is live')
    this.#move('output-known')
    this.#publisher.start()
  }

  /** Totals that include more than the input has ever had come from another topic of that name. */
  async #requireInput(claimed: bigint): Promise<void> {
    const high = await this.#context.inputEnd(this.number)
    if (claimed <= high) return
    const detail = `totals of shard ${this.number} include offsets up to ${claimed.toString()}, the topic ends at ${high}`
    throw aggregatorErrors.AGGREGATOR_INPUT_RECREATED(detail)
  }
}

/** A sale's trace goes on with the group that it is in now, and with the one that it was in before: `view` is still as it was. */
function tracesByGroup(
  traces: ReadonlyMap<string, Context>,
  { contributions }: Changes<Buffer>,
  view: ShardStore['view']
): Traces<GroupId> {
  const found = new Map<GroupId, Context[]>()
  for (const [saleId, context] of traces) {
    if (!contributions.has(saleId)) continue
    const groups = new Set([contributions.get(saleId)?.group, view.contribution(saleId)?.group])
    for (const group of groups) {
      if (group === undefined) continue
      const known = found.get(group)
      if (known === undefined) found.set(group, [context])
      else known.push(context)
    }
  }
  return found
}

function versionOf({ generation, nextOffset }: ShardMeta): Version {
  return { generation, offset: BigInt(nextOffset) }
}

function sameShown(a: Buffer, b: Buffer): boolean {
  return a.equals(b)
}

function effectOf({ contributions }: Changes<Buffer>): AppliedBatch {
  let deleted = 0
  for (const next of contributions.values()) if (next === undefined) deleted++
  return { changed: contributions.size - deleted, deleted }
}
