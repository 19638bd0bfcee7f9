import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SalesByCity } from '@sales-pipeline/contracts'
import { createMetrics, type Context, type SourceTimes } from '@sales-pipeline/observability'
import { byCity, type CityGroup, type CityShown, type SaleFact } from '@sales-pipeline/sales-aggregation'
import { LmdbStateFolder } from '../adapters/lmdb-state-folder.ts'
import { Partials } from '../core/partials.ts'
import { createInstruments } from '../metrics.ts'
import { Shard, type ShardContext } from '../shard.ts'
import { MemoryOutput } from './memory-output.ts'

export const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const LARGEST_SALES = 3

export interface InputRecord {
  readonly saleId: string
  readonly sale: SaleFact | null
  readonly trace?: Context
}

export function sale(city: string, amount: number, day = 0): SaleFact {
  return {
    place: { country: 'France', region: '', city },
    salesman: { id: '1370', name: 'Gerard Hernandez' },
    amount: BigInt(amount),
    currency: 'EUR',
    sold_at: day * DAY_MS,
    product: null
  }
}

/** One shard with its input, its output and its state folder, everything but the state in memory. */
export class ShardWorld implements AsyncDisposable {
  readonly output = new MemoryOutput<CityGroup, SalesByCity>()
  readonly #input: (InputRecord | undefined)[] = []
  readonly #path: string
  readonly warnings: string[] = []
  generation = 1
  settings = 'city'
  now = 1000 * HOUR_MS
  failure: unknown
  #shard: Shard<CityGroup, CityShown, SalesByCity> | undefined

  private constructor(path: string) {
    this.#path = path
  }

  static async create(): Promise<ShardWorld> {
    return new ShardWorld(await mkdtemp(join(tmpdir(), 'shard-')))
  }

  get shard(): Shard<CityGroup, CityShown, SalesByCity> {
    if (this.#shard === undefined) throw new Error('open the shard first')
    return this.#shard
  }

  get stateFolder(): string {
    return join(this.#path, 'shard-0')
  }

  append(...records: readonly InputRecord[]): void {
    this.#input.push(...records)
  }

  /** What log compaction leaves, once tombstones are gone too. The last record is in the active segment, and stays. */
  compact(): void {
    const last = new Map(this.#input.map((record, offset) => [record?.saleId, offset]))
    for (const [offset, record] of this.#input.entries()) {
      const superseded = last.get(record?.saleId) !== offset || record?.sale === null
      if (superseded && offset < this.#input.length - 1) this.#input[offset] = undefined
    }
  }

  /** As when the topic is deleted and made anew. */
  recreateInput(): void {
    this.#input.length = 0
  }

  async open(): Promise<void> {
    this.failure = undefined
    this.#shard = await Shard.open(this.#context(), 0, { low: 0, high: this.#input.length })
  }

  /** Reads on to the end of the input, in batches. */
  async consume(batchSize = 100): Promise<void> {
    while (this.shard.nextOffset < this.#input.length) await this.consumeBatch(batchSize)
  }

  async consumeBatch(batchSize: number, times?: SourceTimes): Promise<void> {
    const from = this.shard.nextOffset
    const records = this.#input.slice(from, from + batchSize).filter((record) => record !== undefined)
    await this.shard.apply({
      sales: new Map(records.map(({ saleId, sale: fact }) => [saleId, fact])),
      nextOffset: Math.min(from + batchSize, this.#input.length),
      appendedAt: this.now,
      traces: new Map(records.flatMap(({ saleId, trace }) => (trace === undefined ? [] : [[saleId, trace]]))),
      times
    })
    await this.shard.settled()
  }

  /** Reads on to the end and waits until all is published. */
  async finish(batchSize = 100): Promise<void> {
    await this.consume(batchSize)
    await this.shard.settled()
    await this.shard.flush()
  }

  /** Ends like a process that is killed: nothing is flushed, and records in flight meet with an accident. */
  async crash(accident: 'lost' | 'unacknowledged' = 'lost'): Promise<void> {
    this.output.accident = accident
    await this.#shard?.close()
    this.#shard = undefined
    this.output.accident = undefined
  }

  async loseState(): Promise<void> {
    await this.crash()
    await rm(this.#path, { recursive: true, force: true })
  }

  /** The last published state of each group, those with sales: totals, counts and largest sales by city and day. */
  published(): Map<string, string> {
    const groups = new Map(
      this.output.log.map(({ group, value: { total, count, largest } }) => {
        const shown = largest.map(({ sale_id, amount }) => `${sale_id}=${amount.toString()}`)
        return [
          `${group.city}/${group.day}`,
          count === 0n ? '' : `${total.toString()} ${count.toString()} ${shown.join(' ')}`
        ]
      })
    )
    return new Map([...groups].filter(([, text]) => text !== '').sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** The traces of each publication, by city. */
  publishedTraces(): (readonly [string, readonly Context[]])[] {
    return this.output.log.map(({ group }, index) => [group.city, this.output.traces.get(index) ?? []])
  }

  /** The same, counted from the input. */
  recount(): Map<string, string> {
    const records = this.#input.filter((record) => record !== undefined)
    const sales = [...new Map(records.map(({ saleId, sale: fact }) => [saleId, fact]))].flatMap(([saleId, fact]) =>
      fact === null ? [] : [{ saleId, ...fact }]
    )
    const groups = Map.groupBy(sales, ({ place, sold_at }) => `${place.city}/${sold_at / DAY_MS}`)
    const texts = [...groups].map(([key, members]) => {
      const total = members.reduce((sum, { amount }) => sum + amount, 0n)
      members.sort((a, b) => Number(b.amount - a.amount) || (a.saleId < b.saleId ? -1 : 1))
      const shown = members.slice(0, LARGEST_SALES).map(({ saleId, amount }) => `${saleId}=${amount.toString()}`)
      return [key, `${total.toString()} ${members.length} ${shown.join(' ')}`] as const
    })
    return new Map(texts.sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.loseState()
  }

  #context(): ShardContext<CityGroup, CityShown, SalesByCity> {
    const logger = {
      debug: ignore,
      info: ignore,
      warn: (_: object, message: string) => void this.warnings.push(message)
    }
    return {
      partials: new Partials(byCity({ largestSales: LARGEST_SALES })),
      businessDay: (instant) => instant / DAY_MS,
      generation: this.generation,
      settings: this.settings,
      tombstonesKeptMs: DAY_MS,
      folder: new LmdbStateFolder(this.#path, logger),
      outputOf: () => this.output,
      inputEnd: () => Promise.resolve(this.#input.length),
      now: () => this.now,
      instruments: createInstruments(createMetrics('test'), 1),
      logger,
      onFailed: (error) => {
        this.failure ??= error
      },
      onPublished: ignore
    }
  }
}

function ignore(): void {
  return undefined
}
