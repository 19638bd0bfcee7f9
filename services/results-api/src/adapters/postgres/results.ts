import type pg from 'pg'
import { parseAmount } from '@sales-pipeline/money'
import { SpanKind, withSpan } from '@sales-pipeline/observability'
import { daysOf } from '../../core/period.ts'
import type { LargeSale } from '../../core/rankings.ts'
import type {
  CityFilter,
  CityTotal,
  RankingFilter,
  Results,
  Revision,
  SalesmanTotal,
  SalesmanYear
} from '../../ports.ts'
import type { StoredSale } from './partial-layouts.ts'
import { statement, type Statement } from './statements.ts'

const REVISION = statement('revision')
const TOP_CITIES = statement('top-cities')
const TOP_CITIES_IN_COUNTRY = statement('top-cities-in-country')
const TOP_SALESMEN = statement('top-salesmen')
const CITY_TOP_SALES = statement('city-top-sales')
const CITY_TOP_SALES_IN_PERIOD = statement('city-top-sales-in-period')
const CITY_EXISTS = statement('city-exists')
const SALESMAN_NAME = statement('salesman-name')
const SALESMAN_TOTALS = statement('salesman-totals')

/** How the totals over all countries are stored. */
const ALL_COUNTRIES = ''

type Counted<T> = Omit<T, 'count'> & { readonly count: string }

/** Every answer is one prepared statement that reads an index. */
export class PostgresResults implements Results {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  async revision(): Promise<Revision> {
    const [row] = await this.#rows<{ revision: string; as_of: Date | null }>(REVISION, [])
    return { id: row?.revision ?? '', asOf: row?.as_of ?? null }
  }

  async topCities({ country, currency, span, limit }: RankingFilter): Promise<readonly CityTotal[]> {
    const values = [currency, span.year, span.month, span.day, limit]
    const rows =
      country === undefined
        ? await this.#rows<Counted<CityTotal>>(TOP_CITIES, values)
        : await this.#rows<Counted<CityTotal>>(TOP_CITIES_IN_COUNTRY, [...values, country])
    return rows.map((row) => ({ ...row, count: Number(row.count) }))
  }

  async topSalesmen({ country, currency, span, limit }: RankingFilter): Promise<readonly SalesmanTotal[]> {
    const values = [currency, span.year, span.month, span.day, limit, country ?? ALL_COUNTRIES]
    const rows = await this.#rows<SalesmanRow>(TOP_SALESMEN, values)
    return rows.map(({ salesman_id, salesman_name, currency, total, count }) => ({
      ...{ country: country ?? null, salesmanId: salesman_id, salesmanName: salesman_name },
      ...{ currency, total, count: Number(count) }
    }))
  }

  async largestSales(
    filter: CityFilter & Pick<RankingFilter, 'currency' | 'span' | 'limit'>
  ): Promise<readonly LargeSale[]> {
    const { country, city, region, currency, span, limit } = filter
    const values = [country, city, region, currency, limit]
    const days = daysOf(span)
    const rows =
      days === null
        ? await this.#rows<LargestRow>(CITY_TOP_SALES, values)
        : await this.#rows<LargestRow>(CITY_TOP_SALES_IN_PERIOD, [...values, days.first, days.last])
    return rows.flatMap(largeSales)
  }

  async cityExists({ country, city, region }: CityFilter): Promise<boolean> {
    const [row] = await this.#rows<{ known: boolean }>(CITY_EXISTS, [country, city, region])
    return row?.known === true
  }

  async salesmanName(id: string): Promise<string | undefined> {
    const [row] = await this.#rows<{ salesman_name: string }>(SALESMAN_NAME, [id])
    return row?.salesman_name
  }

  async salesmanTotals(id: string): Promise<readonly SalesmanYear[]> {
    const rows = await this.#rows<Counted<SalesmanYear> & { readonly country: string }>(SALESMAN_TOTALS, [id])
    return rows.map((row) => ({
      ...row,
      country: row.country === ALL_COUNTRIES ? null : row.country,
      count: Number(row.count)
    }))
  }

  async #rows<Row extends pg.QueryResultRow>({ name, text }: Statement, values: unknown[]): Promise<Row[]> {
    const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': name }
    return withSpan(name, { kind: SpanKind.CLIENT, attributes }, async () => {
      const { rows } = await this.#pool.query<Row>({ name, text, values })
      return rows
    })
  }
}

interface SalesmanRow {
  readonly salesman_id: string
  readonly salesman_name: string
  readonly currency: string
  readonly total: string
  readonly count: string
}

interface LargestRow {
  readonly region: string
  readonly currency: string
  readonly largest: readonly StoredSale[]
}

function largeSales({ region, currency, largest }: LargestRow): LargeSale[] {
  return largest.map(([saleId, amount, soldAt, salesmanId, salesmanName, product]) => ({
    ...{ region, currency, saleId, amount: parseAmount(amount) ?? 0n },
    ...{ soldAt, salesmanId, salesmanName, product }
  }))
}
