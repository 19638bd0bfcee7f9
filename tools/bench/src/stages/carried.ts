import { allTopics, sales } from '@sales-pipeline/contracts'
import { provision } from '@sales-pipeline/kafka'
import type { Bench, BenchTopics, MeasuredService } from '../bench.ts'
import type { BareProducer, Written } from '../limits/bare-producer.ts'
import { scaled, type Rate } from '../measure/rate.ts'
import { appendRate, endsOf, untilAppended, type Ends } from '../measure/topics.ts'

/** What a service carries into `sales`, and how fast. */
export class Carried {
  readonly #bench: Bench
  readonly #topics: BenchTopics
  readonly #ends: ReadonlyMap<string, Ends>

  private constructor(bench: Bench, topics: BenchTopics, ends: ReadonlyMap<string, Ends>) {
    this.#bench = bench
    this.#topics = topics
    this.#ends = ends
  }

  /** What comes from now on, into these topics; `sales` is one of them. */
  static async from(bench: Bench, topics: BenchTopics, names: readonly string[] = [sales.name]): Promise<Carried> {
    const { kafka } = topics
    const contracts = allTopics.filter(({ name }) => names.includes(name))
    const ends = contracts.map(async (contract) => {
      return [contract.name, await endsOf(kafka, await kafka.open(contract))] as const
    })
    return new Carried(bench, topics, new Map(await Promise.all(ends)))
  }

  /** Waits for so many sales, as long as the service runs. */
  async until(count: number, { mustRun: mustGoOn }: MeasuredService): Promise<void> {
    const { kafka } = this.#topics
    await untilAppended(kafka, await kafka.open(sales), { count, from: this.#endsOfSales, mustGoOn })
  }

  /** From the first to the last batch, by the broker's clock. */
  async rate(): Promise<Rate> {
    const { kafka } = this.#topics
    return appendRate(kafka, await kafka.open(sales), this.#endsOfSales)
  }

  /** A bare producer of the same bytes, in batches of so many bytes; in sales, whatever else comes with each. */
  async bareProducer(batchBytes: number): Promise<Rate> {
    const { kafka, settings } = this.#topics
    const twins = { ...settings, topicPrefix: `${settings.topicPrefix}twin-` }
    const contracts = allTopics.filter(({ name }) => this.#ends.has(name))
    await provision(twins, { topics: contracts })
    const written: Written[] = []
    for (const contract of contracts) {
      const topic = await kafka.open(contract)
      const begins = this.#ends.get(contract.name)
      for (const [partition, end] of await endsOf(kafka, topic)) {
        const begin = String(begins?.get(partition) ?? 0n)
        const twin = twins.topicPrefix + contract.name
        written.push({ topic: topic.name, twin, partition, begin, end: end.toString() })
      }
    }
    const input: BareProducer = { brokers: settings.brokers, written, batchBytes }
    return scaled(await this.#bench.limit('bare-producer', input), 1 / contracts.length)
  }

  get #endsOfSales(): Ends {
    return this.#ends.get(sales.name) ?? new Map()
  }
}
