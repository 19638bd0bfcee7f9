import type { Sale } from '@sales-pipeline/partner-service'
import pg from 'pg'
import type { Sources } from './sources.ts'

/** One sale as the sources are given it: every value in its text form. */
interface LoadedSale {
  readonly id: string
  readonly city: number
  readonly salesman: number
  readonly amount: string
  readonly currency: string
  readonly soldAt: string
}

/** How many new sales each source gets in one round. */
export interface RoundSizes {
  readonly database: number
  readonly file: number
  readonly partner: number
}

const CITIES = 40
const SALESMEN = 25
const DAYS = 500

/**
 * Feeds all three sources at once, round after round, and knows what they hold: the source database itself, and a table
 * beside it with what was put into files and given to the partner. The randomness is seeded, so a failure comes again.
 */
export class Load {
  readonly #sources: Sources
  readonly #pool: pg.Pool
  readonly #random: () => number
  #round = 0

  private constructor(sources: Sources, pool: pg.Pool, seed: number) {
    this.#sources = sources
    this.#pool = pool
    this.#random = mulberry32(seed)
  }

  static async connect(sources: Sources, seed: number): Promise<Load> {
    const pool = new pg.Pool({ connectionString: sources.databaseUrl })
    // Where the database is reached through a forwarded port, connections at rest may be lost; the pool makes new ones.
    pool.on('error', () => undefined)
    await pool.query(`
      CREATE TABLE elsewhere (source text, id text, city int, salesman int, amount numeric, currency text, PRIMARY KEY (source, id));
      INSERT INTO city (city_id, name, region, country)
        SELECT i, 'City ' || i, CASE WHEN i % 3 = 0 THEN 'R' || i % 5 ELSE '' END, 'Country ' || i % 4 FROM generate_series(1, ${CITIES}) i;
      INSERT INTO salesman SELECT 'm' || i, 'Salesman ' || i FROM generate_series(1, ${SALESMEN}) i;`)
    return new Load(sources, pool, seed)
  }

  async close(): Promise<void> {
    await this.#pool.end()
  }

  /** New sales at each source, then edits and deletes of earlier ones; returns when the sources have them all. */
  async round({ database, file, partner }: RoundSizes): Promise<void> {
    this.#round += 1
    await Promise.all([this.#feedDatabase(database), this.#feedFile(file), this.#feedPartner(partner)])
  }

  async #feedDatabase(size: number): Promise<void> {
    const step = Math.ceil(size / 10)
    const recent = [`d-${this.#round}-%`, `d-${this.#round - 1}-%`]
    for (let done = 0; done < size; done += step) {
      const sales = this.#sales('d', step, done)
      await this.#pool.query(
        `INSERT INTO sale SELECT id, 'm' || salesman, city, NULL, amount, currency, "soldAt"
         FROM jsonb_to_recordset($1) AS s(id text, salesman int, city int, amount numeric, currency text, "soldAt" timestamptz)`,
        [JSON.stringify(sales)]
      )
      await this.#pool.query(
        `UPDATE sale SET amount = amount + 0.0001, city_id = 1 + (city_id + 7) % ${CITIES} WHERE hashtext(sale_id) % 17 = $1 AND sale_id LIKE ANY($2)`,
        [done % 17, recent]
      )
      await this.#pool.query('DELETE FROM sale WHERE hashtext(sale_id) % 41 = $1 AND sale_id LIKE ANY($2)', [
        done % 41,
        recent
      ])
    }
    await this.#pool.query(`UPDATE salesman SET name = name || '*' WHERE salesman_id = $1`, [
      `m${1 + (this.#round % SALESMEN)}`
    ])
  }

  async #feedFile(size: number): Promise<void> {
    const sales = this.#sales('f', size, 0)
    const removed = this.#round > 1 ? sales.slice(0, size / 10).map(({ id }) => previousRound(id)) : []
    const lines = [
      'sale_id,salesman_id,salesman_name,city,region,country,amount,currency,sold_at,deleted',
      ...sales.map((s) =>
        [s.id, `m${s.salesman}`, `Salesman ${s.salesman}`, ...placeOf(s.city), s.amount, s.currency, s.soldAt, ''].join(
          ','
        )
      ),
      ...removed.map((id) => `${id},,,,,,,,,true`)
    ]
    await this.#sources.putFile(`round-${this.#round}.csv`, lines.join('\n') + '\n')
    await this.#note('files', sales, removed)
  }

  async #feedPartner(size: number): Promise<void> {
    const sales = this.#sales('p', size, 0)
    const removed = this.#round > 1 ? sales.slice(0, size / 10).map(({ id }) => previousRound(id)) : []
    await this.#sources.putAtPartner(
      sales.map((s): Sale => {
        const [city, region, country] = placeOf(s.city)
        const { id, salesman, amount, currency, soldAt } = s
        return {
          saleId: id,
          salesmanId: `m${salesman}`,
          salesmanName: `Salesman ${salesman}`,
          city,
          region,
          country,
          amount,
          currency,
          soldAt
        }
      }),
      removed
    )
    await this.#note('partner', sales, removed)
  }

  async #note(source: string, sales: readonly LoadedSale[], removed: readonly string[]): Promise<void> {
    await this.#pool.query(
      `INSERT INTO elsewhere SELECT $1, id, city, salesman, amount, currency
       FROM jsonb_to_recordset($2) AS s(id text, city int, salesman int, amount numeric, currency text)`,
      [source, JSON.stringify(sales)]
    )
    await this.#pool.query('DELETE FROM elsewhere WHERE source = $1 AND id = ANY($2)', [source, removed])
  }

  #sales(prefix: string, count: number, from: number): LoadedSale[] {
    return Array.from({ length: count }, (_, at) => ({
      id: `${prefix}-${this.#round}-${from + at}`,
      city: 1 + this.#below(CITIES),
      salesman: 1 + this.#below(SALESMEN),
      amount: `${this.#below(10_000) - 500}.${String(this.#below(10_000)).padStart(4, '0')}`,
      currency: this.#below(4) === 0 ? 'EUR' : 'USD',
      soldAt: new Date(Date.UTC(2024, 0, 1) + this.#below(DAYS) * 86_400_000 + this.#below(86_400_000)).toISOString()
    }))
  }

  #below(limit: number): number {
    return Math.floor(this.#random() * limit)
  }

  /** Every city's and every salesman's total, straight from the sources by SQL. */
  async expected(): Promise<{ cities: string[]; salesmen: string[] }> {
    const all = `WITH everything AS (
      SELECT city_id, salesman_id, amount, currency FROM sale
      UNION ALL SELECT city, 'm' || salesman, amount, currency FROM elsewhere)`
    const cities = await this.#pool.query<Row>(
      `${all} SELECT c.country || '/' || c.region || '/' || c.name AS name, currency, sum(amount)::text AS total, count(*)::int
       FROM everything JOIN city c USING (city_id) GROUP BY c.city_id, currency`
    )
    const salesmen = await this.#pool.query<Row>(
      `${all} SELECT salesman_id AS name, currency, sum(amount)::text AS total, count(*)::int FROM everything GROUP BY salesman_id, currency`
    )
    return { cities: cities.rows.map(line).toSorted(), salesmen: salesmen.rows.map(line).toSorted() }
  }
}

interface Row {
  readonly name: string
  readonly currency: string
  readonly total: string
  readonly count: number
}

/** What the API says of every city and every salesman, in the form of `Load.expected`. */
export async function ranked(resultsApi: string): Promise<{ cities: string[]; salesmen: string[] }> {
  const [cities, salesmen] = await Promise.all([
    items<{ country: string; region: string; city: string }>(resultsApi, 'top-sales-per-city'),
    items<{ salesmanId: string }>(resultsApi, 'top-salesmen')
  ])
  return {
    cities: cities.map((item) => line({ ...item, name: `${item.country}/${item.region}/${item.city}` })).toSorted(),
    salesmen: salesmen.map((item) => line({ ...item, name: item.salesmanId })).toSorted()
  }
}

async function items<T>(resultsApi: string, ranking: string): Promise<(T & Row)[]> {
  const response = await fetch(`${resultsApi}/${ranking}?limit=5000`)
  if (!response.ok) throw new Error(`${ranking}: ${response.status} ${await response.text()}`)
  return ((await response.json()) as { items: (T & Row)[] }).items
}

/** One total in a form that does not depend on trailing zeros. */
function line({ name, currency, total, count }: Row): string {
  return `${name} ${currency} ${total.replace(/\.?0+$/, '')} (${count})`
}

function placeOf(city: number): [string, string, string] {
  return [`City ${city}`, city % 3 === 0 ? `R${city % 5}` : '', `Country ${city % 4}`]
}

/** The id that the same sale number had one round earlier. */
function previousRound(id: string): string {
  const [prefix, round, number] = id.split('-')
  return `${prefix ?? ''}-${Number(round) - 1}-${number ?? ''}`
}

/** Tommy Ettinger's mulberry32: a small seeded generator. */
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
