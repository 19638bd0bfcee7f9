import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { connected } from '../data/source.ts'
import { CITIES, COUNTRIES, SALESMEN } from '../data/market.ts'
import { seeded } from '../data/random.ts'

const TICK_MS = 20
const SEED = 4

const INSERT = {
  name: 'insert-sale',
  text: `INSERT INTO sale VALUES ($1, $2, $3, NULL, $4, $5, now())`
}

/** Commits sales one by one, so many a second, until it is disposed of. */
export class SteadyWriter implements AsyncDisposable {
  readonly #client: pg.Client
  readonly #perSecond: number
  readonly #below = seeded(SEED)
  readonly #end = new AbortController()
  readonly #writing: Promise<void>
  #written = 0
  #countedFrom = { written: 0, time: 0 }

  private constructor(client: pg.Client, perSecond: number) {
    this.#client = client
    this.#perSecond = perSecond
    this.#writing = this.#write()
  }

  static async start(url: string, perSecond: number): Promise<SteadyWriter> {
    return new SteadyWriter(await connected(url), perSecond)
  }

  /** The rate counts from here. */
  begin(): void {
    this.#countedFrom = { written: this.#written, time: performance.now() }
  }

  /** Commits a second since begin(). */
  get rate(): number {
    const { written, time } = this.#countedFrom
    return ((this.#written - written) * 1000) / (performance.now() - time)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort()
    await this.#writing
    await this.#client.end()
  }

  /** What is due by the clock, however late this comes to it. */
  async #write(): Promise<void> {
    const { signal } = this.#end
    const began = performance.now()
    while (!signal.aborted) {
      const due = ((performance.now() - began) * this.#perSecond) / 1000
      while (this.#written < due) await this.#insert()
      await delay(TICK_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  async #insert(): Promise<void> {
    const [below, city] = [this.#below, this.#below(CITIES)]
    const salesman = (city % COUNTRIES) + COUNTRIES * below(SALESMEN / COUNTRIES)
    const amount = `${1 + below(5000)}.${below(10_000).toString().padStart(4, '0')}`
    const currency = (city % COUNTRIES) % 4 === 0 ? 'EUR' : 'USD'
    await this.#client.query({ ...INSERT, values: [`W${this.#written}`, `m${salesman}`, city + 1, amount, currency] })
    this.#written += 1
  }
}
