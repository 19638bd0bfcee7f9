import { sales, type Sale, type Version } from '@sales-pipeline/contracts'
import type { ConsumerControl, KafkaClient, OpenTopic, PartitionRange } from '@sales-pipeline/kafka'
import type { HeldShard } from './core/assignment.ts'
import { Exclusive } from './exclusive.ts'
import type { StateSize } from './ports.ts'
import { Shard, type ShardContext } from './shard.ts'

const STREAM = sales.stream
const NO_OFFSETS: ReadonlyMap<number, PartitionRange> = new Map()

/** The shards of this process: those assigned to it, and those that it only holds the state of. */
export class Shards<Group, Shown, Value extends { readonly version: Version }> {
  readonly #input: OpenTopic<string, Sale>
  readonly #kafka: KafkaClient
  readonly #context: ShardContext<Group, Shown, Value>
  readonly #open = new Map<number, Shard<Group, Shown, Value>>()
  /** By shard: up to which offset the state on this machine goes that nobody works on. */
  readonly #idle: Map<number, number>
  readonly #published = new Map<number, number>()
  readonly #ends = new Map<number, number>()
  readonly #assignments = new Exclusive()
  #control: ConsumerControl | undefined

  private constructor(
    input: OpenTopic<string, Sale>,
    kafka: KafkaClient,
    context: ShardContext<Group, Shown, Value>,
    idle: ReadonlyMap<number, number>
  ) {
    this.#input = input
    this.#kafka = kafka
    this.#context = context
    this.#idle = new Map(idle)
  }

  /** Looks for the state that this machine holds. */
  static async find<Group, Shown, Value extends { readonly version: Version }>(
    input: OpenTopic<string, Sale>,
    kafka: KafkaClient,
    world: Omit<ShardContext<Group, Shown, Value>, 'inputEnd' | 'onPublished'>
  ): Promise<Shards<Group, Shown, Value>> {
    const inputEnd = async (shard: number) => Number((await kafka.offsets(input)).get(shard)?.high ?? 0n)
    const onPublished = (shard: number, offset: number) => {
      shards.#published.set(shard, offset)
    }
    const held = await world.folder.held()
    const shards = new Shards<Group, Shown, Value>(input, kafka, { ...world, inputEnd, onPublished }, held)
    return shards
  }

  get(shard: number): Shard<Group, Shown, Value> | undefined {
    return this.#open.get(shard)
  }

  /** What the group's leader is told when it assigns. */
  held(): HeldShard[] {
    const idle = [...this.#idle].map(([shard, nextOffset]) => ({ shard, nextOffset, owned: false }))
    const open = [...this.#open.values()].map(({ number, nextOffset }) => ({ shard: number, nextOffset, owned: true }))
    return [...open, ...idle]
  }

  /** Why this process is not ready, or undefined. */
  get objection(): string | undefined {
    const busy = [...this.#open.values()].filter(({ phase }) => phase !== 'live')
    return busy.length === 0 ? undefined : busy.map(({ number, phase }) => `shard ${number} is ${phase}`).join(', ')
  }

  /** Closes what is assigned no more, opens what is new, and has each one read on from where its state is. */
  assign(shards: readonly number[], control: ConsumerControl): Promise<void> {
    return this.#assignments.run(() => this.#assign(shards, control))
  }

  async #assign(shards: readonly number[], control: ConsumerControl): Promise<void> {
    this.#control = control
    const lost = [...this.#open.values()].filter(({ number }) => !shards.includes(number))
    await Promise.all(lost.map((shard) => this.#release(shard)))
    const added = shards.filter((number) => !this.#open.has(number))
    const offsets = added.length === 0 ? NO_OFFSETS : await this.#kafka.offsets(this.#input)
    await Promise.all(
      added.map(async (number) => {
        const { low, high } = offsets.get(number) ?? { low: 0n, high: 0n }
        this.#idle.delete(number)
        this.#ends.set(number, Number(high))
        this.#open.set(number, await Shard.open(this.#context, number, { low: Number(low), high: Number(high) }))
      })
    )
    for (const shard of this.#open.values()) {
      await shard.settled()
      control.seek({ topic: this.#input.name, partition: shard.number }, BigInt(shard.nextOffset))
    }
  }

  /** Remembers the end of a shard's input, as it was seen last. */
  sawEnd(shard: number, end: number): void {
    this.#ends.set(shard, end)
  }

  /** What only changes with time: how new an idle state is, what the group is told, and the gauges. */
  async housekeep(): Promise<void> {
    const time = this.#context.now()
    const offsets = await this.#kafka.offsets(this.#input)
    for (const shard of this.#open.values()) {
      const high = Number(offsets.get(shard.number)?.high ?? 0n)
      this.#ends.set(shard.number, high)
      await shard.confirm(high, time)
      this.#showSize(shard.number, shard.size)
    }
    await this.#commit()
  }

  /** Brings the gauges up to date. */
  observe(): void {
    for (const shard of this.#open.values()) {
      const behind = Math.max(0, (this.#ends.get(shard.number) ?? 0) - shard.nextOffset)
      // What is known to be there and has not been read is as old as the knowledge of it.
      if (behind > 0) this.#context.instruments.lag.clockOf(STREAM).arrived(String(shard.number), this.#context.now())
      this.#show(shard.number, behind, shard.unpublished)
    }
  }

  /** Publishes all that changed, and tells the group. */
  async flush(): Promise<void> {
    await Promise.all([...this.#open.values()].map((shard) => shard.flush()))
    await this.#commit()
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((shard) => this.#release(shard)))
  }

  async #release(shard: Shard<Group, Shown, Value>): Promise<void> {
    this.#open.delete(shard.number)
    await shard.close()
    this.#idle.set(shard.number, shard.nextOffset)
    this.#published.delete(shard.number)
    this.#context.instruments.lag.clockOf(STREAM).done(String(shard.number), null)
    this.#show(shard.number, 0, 0)
    this.#showSize(shard.number, { bytes: 0, sales: 0, groups: 0 })
  }

  #show(shard: number, behind: number, waiting: number): void {
    const { lag, unpublished } = this.#context.instruments
    lag.records.set({ stream: STREAM, partition: shard }, behind)
    unpublished.set({ partition: shard }, waiting)
  }

  /** Asked of the store, so not as often as the rest. */
  #showSize(partition: number, { bytes, sales: kept, groups }: StateSize): void {
    const { stateBytes, stateSales, stateGroups } = this.#context.instruments
    stateBytes.set({ partition }, bytes)
    stateSales.set({ partition }, kept)
    stateGroups.set({ partition }, groups)
  }

  /** The group's offsets are for whoever watches its lag: a shard reads on from its state. */
  async #commit(): Promise<void> {
    const published = [...this.#published]
    this.#published.clear()
    for (const [partition, offset] of published) {
      await this.#control?.commit({ topic: this.#input.name, partition }, BigInt(offset))
    }
  }
}
