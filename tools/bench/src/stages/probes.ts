import { setTimeout as delay } from 'node:timers/promises'
import { Agent, get } from 'node:http'
import { json } from 'node:stream/consumers'
import type pg from 'pg'
import { connected } from '../data/source.ts'
import { Sightings } from './sightings.ts'

const PROBE_EVERY_MS = 100
const POLL_EVERY_MS = 10
const SEEN_WITHIN_MS = 30_000
const COUNTRY = 'Probe'
const CITIES = 50

/**
 * Commits a sale every 100 ms, in turn in one of 50 cities of a country of their own, and asks the API for that country's
 * cities again and again, one request at a time: a commit is visible when its city's count has reached it.
 */
export class Probes implements AsyncDisposable {
  readonly #client: pg.Client
  readonly #url: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #sightings = new Sightings(CITIES)
  readonly #end = new AbortController()
  readonly #polling: Promise<void>
  #polls = 0

  private constructor(client: pg.Client, api: string) {
    this.#client = client
    this.#url = `${api}?country=${COUNTRY}&currency=USD&limit=${CITIES}`
    this.#polling = this.#poll()
    // Whoever waits for the sightings sees it.
    this.#polling.catch(() => undefined)
  }

  static async start(sourceUrl: string, api: string): Promise<Probes> {
    const client = await connected(sourceUrl)
    await client.query(`INSERT INTO salesman VALUES ('probe', 'Probe')`)
    await client.query(
      `INSERT INTO city (city_id, name, country) SELECT 10000 + i, i::text, '${COUNTRY}' FROM generate_series(0, ${CITIES - 1}) AS i`
    )
    return new Probes(client, api)
  }

  /** How often the API was asked. */
  get polls(): number {
    return this.#polls
  }

  /**
   * Commits for so long, and waits until everything is seen: for each commit the milliseconds from just before it was asked
   * for to the end of the first answer that shows it.
   */
  async during(seconds: number): Promise<number[]> {
    const began = performance.now()
    for (let due = began; due < began + seconds * 1000; due += PROBE_EVERY_MS) {
      await delay(Math.max(0, due - performance.now()))
      const { number, city } = this.#sightings.next(performance.now())
      await this.#client.query(`INSERT INTO sale VALUES ($1, 'probe', $2, NULL, 1, 'USD', now())`, [
        `P${number}`,
        10_000 + city
      ])
    }
    const deadline = performance.now() + SEEN_WITHIN_MS
    while (this.#sightings.awaited > 0) {
      await Promise.race([delay(POLL_EVERY_MS), this.#polling])
      if (performance.now() > deadline)
        throw new Error(`${this.#sightings.awaited} commits were not seen within ${SEEN_WITHIN_MS / 1000} s`)
    }
    return this.#sightings.take()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort()
    await this.#polling
    this.#agent.destroy()
    await this.#client.end()
  }

  async #poll(): Promise<void> {
    const { signal } = this.#end
    while (!signal.aborted) {
      const began = performance.now()
      const items = await this.#ask()
      this.#polls += 1
      for (const { city, count } of items) this.#sightings.saw(Number(city), count, performance.now())
      const rest = Math.max(0, began + POLL_EVERY_MS - performance.now())
      await delay(rest, undefined, { signal }).catch(() => undefined)
    }
  }

  #ask(): Promise<readonly { city: string; count: number }[]> {
    return new Promise((resolve, reject) => {
      get(this.#url, { agent: this.#agent }, (response) => {
        json(response).then((body) => {
          if (response.statusCode === 200) resolve((body as { items: { city: string; count: number }[] }).items)
          else reject(new Error(`GET ${this.#url}: ${response.statusCode ?? 0}`))
        }, reject)
      }).on('error', reject)
    })
  }
}
