import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Topic } from '@sales-pipeline/contracts'
import type { Bench, BenchTopics, MeasuredService } from '../bench.ts'
import { metricSum } from '../measure/metrics.ts'
import type { Peak } from '../measure/memory.ts'
import type { Rate } from '../measure/rate.ts'

/** Until it begins, and afterwards: each answer costs the service a millisecond or two. */
const [FIRST_POLL_MS, POLL_MS] = [50, 250]
/** The longest rest between two rounds of publishing is shorter. */
const QUIET_MS = 1_000
const COMPLETE_WITHIN_MS = 120_000
const RECORDS = 'sales_pipeline_aggregator_records_total'
const PUBLISHED = 'sales_pipeline_aggregator_published_groups_total'

/** What all published totals together must come to. */
export interface Totals {
  readonly count: number
  readonly total: bigint
}

interface AggregationOptions<K> {
  readonly bench: Bench
  readonly topics: BenchTopics
  /** For the state, which the next run finds again. */
  readonly folder: string
  readonly service: string
  readonly output: Topic<K, PartialTotal>
}

interface PartialTotal {
  readonly total: bigint
  readonly count: bigint
}

export interface AggregationResult {
  /** From the first applied records until everything is published. */
  readonly ours: Rate
  /** From the first applied records until the state has reached the end. */
  readonly applied: Rate
  readonly memory: Peak
  /** In the output, superseded ones included. */
  readonly records: number
}

interface Seen {
  readonly count: number
  /** Epoch ms. */
  readonly time: number
}

/** One aggregator and its state, run as often as there is more to read. */
export class Aggregation<K> {
  readonly service: string
  readonly #options: AggregationOptions<K>

  constructor(options: AggregationOptions<K>) {
    this.service = options.service
    this.#options = options
  }

  /**
   * Starts the service, waits until all that is new has been applied and published, and stops it.
   *
   * @throws Error if what it has published does not come to what is expected.
   */
  async run(expected: Totals): Promise<AggregationResult> {
    const { bench, topics, folder } = this.#options
    await using service = await bench.start(this.service, topics, {
      STATE_DIR: join(folder, this.service),
      CONSUMER_GROUP: `${topics.prefix}${this.service}`
    })
    const first = await this.#applied(service, 1)
    const last = await this.#applied(service, expected.count)
    const { publishedAt, records } = await this.#complete(service, expected)
    await service.stop()
    return { ours: between(first, publishedAt), applied: between(first, last.time), memory: service.peak(), records }

    function between(begin: Seen, end: number): Rate {
      return { count: expected.count - begin.count, seconds: (end - begin.time) / 1000 }
    }
  }

  async #applied(service: MeasuredService, atLeast: number): Promise<Seen> {
    for (;;) {
      service.mustRun()
      // It serves metrics a moment after its start.
      const count = metricSum(await service.metrics().catch(() => ''), RECORDS)
      if (count >= atLeast) return { count, time: Date.now() }
      await delay(count === 0 ? FIRST_POLL_MS : POLL_MS)
    }
  }

  /** Once nothing more is published, the output must come to what is expected. */
  async #complete(service: MeasuredService, expected: Totals): Promise<{ publishedAt: number; records: number }> {
    const deadline = Date.now() + COMPLETE_WITHIN_MS
    for (;;) {
      await this.#quiet(service)
      const { count, total, publishedAt, records } = await this.#output()
      if (count === BigInt(expected.count) && total === expected.total) return { publishedAt, records }
      if (Date.now() > deadline)
        throw new Error(`${this.service} has published ${count} sales of ${expected.count}, or a wrong total`)
    }
  }

  async #quiet(service: MeasuredService): Promise<void> {
    let [published, since] = [-1, Date.now()]
    while (Date.now() - since < QUIET_MS) {
      service.mustRun()
      const now = metricSum(await service.metrics(), PUBLISHED)
      if (now !== published) [published, since] = [now, Date.now()]
      await delay(POLL_MS)
    }
  }

  /** The latest total of every group, summed up; and when the last record was sent, by the service's clock. */
  async #output() {
    const { kafka } = this.#options.topics
    const topic = await kafka.open(this.#options.output)
    const latest = new Map<string, PartialTotal>()
    let [publishedAt, records] = [0, 0]
    const read = async (messages: Parameters<typeof topic.decode>[0]): Promise<void> => {
      for (const record of await topic.decode(messages)) {
        if (record.failure !== undefined || record.value === null) throw new Error(`${topic.name}: unreadable`)
        latest.set(record.message.key?.toString('latin1') ?? '', record.value)
        publishedAt = Math.max(publishedAt, record.timestamp)
        records += 1
      }
    }
    const partitions = Array.from({ length: topic.contract.partitions }, (_, partition) =>
      kafka.readPartition(topic, partition, read)
    )
    await Promise.all(partitions)
    let [count, total] = [0n, 0n]
    for (const partial of latest.values()) {
      count += partial.count
      total += partial.total
    }
    return { count, total, publishedAt, records }
  }
}
