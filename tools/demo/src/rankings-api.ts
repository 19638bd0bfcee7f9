import { placeKey, type Question, type Ranked, type Ranking } from './steelwheels/expected.ts'

/** More cities and salesmen than the data has: a ranking comes whole. */
const LIMIT = '5000'

interface CityItem {
  readonly rank: number
  readonly city: string
  readonly region: string
  readonly country: string
  readonly total: string
  readonly count: number
}

interface SalesmanItem {
  readonly rank: number
  readonly salesmanId: string
  readonly salesmanName: string
  readonly total: string
  readonly count: number
}

/** The results API's rankings in USD, over HTTP. */
export class RankingsApi {
  readonly #url: string

  constructor(url: string) {
    this.#url = `${url}/api/v1`
  }

  /** @throws Error with the API's own words when it refuses or is not there */
  async ranking(question: Question): Promise<Ranking> {
    const lines =
      question.who === 'cities'
        ? (await this.#items<CityItem>('top-sales-per-city', question)).map((item) => line(item, placeKey(item)))
        : (await this.#items<SalesmanItem>('top-salesmen', question)).map((item) =>
            line(item, `${item.salesmanId} ${item.salesmanName}`)
          )
    return { question, lines }
  }

  rankings(questions: readonly Question[]): Promise<Ranking[]> {
    return Promise.all(questions.map((question) => this.ranking(question)))
  }

  async #items<Item>(path: string, { year, country }: Question): Promise<readonly Item[]> {
    const query = new URLSearchParams({ currency: 'USD', limit: LIMIT })
    if (year !== undefined) query.set('period', 'year')
    if (year !== undefined) query.set('date', year)
    if (country !== undefined) query.set('country', country)
    const url = `${this.#url}/${path}?${query.toString()}`
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) })
    const body = await response.text()
    if (!response.ok) throw new Error(`${url} answered ${response.status}: ${body}`)
    return (JSON.parse(body) as { items: readonly Item[] }).items
  }
}

function line({ rank, total, count }: Omit<Ranked, 'key'>, key: string): Ranked {
  return { rank, key, total, count }
}
