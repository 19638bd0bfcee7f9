import type pg from 'pg'
import { parseAmount } from '@sales-pipeline/money'
import { spansOf, type DayRange, type Grain } from '../../core/period.ts'
import type { LargeSale } from '../../core/rankings.ts'
import type {
  CityFilter,
  CityTotal,
  CountryTotal,
  PeriodTotal,
  RankingFilter,
  Results,
  Revision,
  SalesmanTotal,
  SalesmanYear,
  SeriesFilter,
  Total
} from '../../ports.ts'
import type { StoredSale } from './partial-layouts.ts'
import { inStatementSpan } from './statement-span.ts'
import { statement, type Statement } from './statements.ts'

const REVISION = statement('revision')
const TOP_CITIES = statement('top-cities')
const TOP_CITIES_IN_COUNTRY = statement('top-cities-in-country')
const TOP_CITIES_AFTER = statement('top-cities-after')
const TOP_CITIES_IN_COUNTRY_AFTER = statement('top-cities-in-country-after')
const TOP_SALESMEN = statement('top-salesmen')
const TOP_SALESMEN_AFTER = statement('top-salesmen-after')
const TOP_CITIES_IN_RANGE = statement('top-cities-in-range')
const TOP_SALESMEN_IN_RANGE = statement('top-salesmen-in-range')
const CITY_TOP_SALES = statement('city-top-sales')
const CITY_TOP_SALES_IN_PERIOD = statement('city-top-sales-in-period')
const CITY_EXISTS = statement('city-exists')
const SALESMAN_NAME = statement('salesman-name')
const SALESMAN_TOTALS = statement('salesman-totals')
const COUNTRIES = statement('countries')
const CURRENCIES = statement('currencies')
const COUNTRY_SERIES = statement('country-series')
const CITY_SERIES = statement('city-series')
const SALESMAN_SERIES = statement('salesman-series')

/** How the totals over all countries are stored. */
const ALL_COUNTRIES = ''

type Counted<T> = Omit<T, 'count'> & { readonly count: string }

/** The days and the months, from and to, under which the totals of one kind of period are stored. */
const KEPT_AS: Readonly<Record<Grain, readonly [number, number, number, number]>> = {
  year: [0, 0, 0, 0],
  month: [0, 0, 1, 12],
  day: [1, 31, 1, 12]
}

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

  async topCities({ country, currency, span, days, limit, after }: RankingFilter): Promise<readonly CityTotal[]> {
    if (days !== undefined) {
      const inRange = [currency, ...spanColumns(days), limit, country]
      return counted(await this.#rows<Counted<CityTotal>>(TOP_CITIES_IN_RANGE, inRange))
    }
    const values = [currency, span.year, span.month, span.day, limit]
    const position = after === undefined ? [] : [after.total, after.count, ...after.names]
    const inCountry = country === undefined ? [] : [country]
    const [everywhere, inOne] =
      after === undefined ? [TOP_CITIES, TOP_CITIES_IN_COUNTRY] : [TOP_CITIES_AFTER, TOP_CITIES_IN_COUNTRY_AFTER]
    const asked = country === undefined ? everywhere : inOne
    return counted(await this.#rows<Counted<CityTotal>>(asked, [...values, ...position, ...inCountry]))
  }

  async topSalesmen(filter: RankingFilter): Promise<readonly SalesmanTotal[]> {
    const { country } = filter
    const rows = await this.#topSalesmen(filter)
    return rows.map(({ salesman_id, salesman_name, currency, total, count }) => ({
      ...{ country: country ?? null, salesmanId: salesman_id, salesmanName: salesman_name },
      ...{ currency, total, count: Number(count) }
    }))
  }

  #topSalesmen({ country, currency, span, days, limit, after }: RankingFilter): Promise<SalesmanRow[]> {
    const where = country ?? ALL_COUNTRIES
    if (days !== undefined) return this.#rows(TOP_SALESMEN_IN_RANGE, [currency, ...spanColumns(days), limit, where])
    const values = [currency, span.year, span.month, span.day, limit, where]
    if (after === undefined) return this.#rows(TOP_SALESMEN, values)
    return this.#rows(TOP_SALESMEN_AFTER, [...values, after.total, after.count, ...after.names])
  }

  async largestSales(
    filter: CityFilter & Pick<RankingFilter, 'currency' | 'limit'> & { readonly days: DayRange | null }
  ): Promise<readonly LargeSale[]> {
    const { country, city, region, currency, days, limit } = filter
    const values = [country, city, region, currency, limit]
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
    return counted(rows).map((row) => ({ ...row, country: row.country === ALL_COUNTRIES ? null : row.country }))
  }

  async countries(): Promise<readonly CountryTotal[]> {
    return counted(await this.#rows<Counted<CountryTotal>>(COUNTRIES, []))
  }

  async currencies(): Promise<readonly Total[]> {
    return counted(await this.#rows<Counted<Total>>(CURRENCIES, []))
  }

  countrySeries(filter: Parameters<Results['countrySeries']>[0]): Promise<readonly PeriodTotal[]> {
    return this.#series(COUNTRY_SERIES, filter, [filter.country ?? ALL_COUNTRIES])
  }

  citySeries(filter: SeriesFilter & CityFilter): Promise<readonly PeriodTotal[]> {
    return this.#series(CITY_SERIES, filter, [filter.country, filter.city, filter.region])
  }

  salesmanSeries(filter: Parameters<Results['salesmanSeries']>[0]): Promise<readonly PeriodTotal[]> {
    return this.#series(SALESMAN_SERIES, filter, [filter.country ?? ALL_COUNTRIES, filter.salesmanId])
  }

  async #series(
    asked: Statement,
    { currency, grain, range: { first, last }, limit }: SeriesFilter,
    key: readonly unknown[]
  ): Promise<readonly PeriodTotal[]> {
    const bounds = [first.year, first.month, first.day, last.year, last.month, last.day]
    const rows = await this.#rows<SeriesRow>(asked, [currency, limit, ...KEPT_AS[grain], ...bounds, ...key])
    return rows.map(({ currency: code, year, month, day, total, count }) => ({
      ...{ span: { year, month, day }, currency: code, total, count: Number(count) }
    }))
  }

  async #rows<Row extends pg.QueryResultRow>({ name, text }: Statement, values: unknown[]): Promise<Row[]> {
    return inStatementSpan(name, async () => {
      const { rows } = await this.#pool.query<Row>({ name, text, values })
      return rows
    })
  }
}

/** As arrays of years, of months and of days. */
function spanColumns(days: DayRange): readonly (readonly number[])[] {
  const spans = spansOf(days)
  return [spans.map(({ year }) => year), spans.map(({ month }) => month), spans.map(({ day }) => day)]
}

interface SalesmanRow {
  readonly salesman_id: string
  readonly salesman_name: string
  readonly currency: string
  readonly total: string
  readonly count: string
}

interface SeriesRow {
  readonly currency: string
  readonly year: number
  readonly month: number
  readonly day: number
  readonly total: string
  readonly count: string
}

interface LargestRow {
  readonly region: string
  readonly currency: string
  readonly largest: readonly StoredSale[]
}

function counted<Row extends { readonly count: string }>(rows: readonly Row[]) {
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

function largeSales({ region, currency, largest }: LargestRow): LargeSale[] {
  return largest.map(([saleId, amount, soldAt, salesmanId, salesmanName, product]) => ({
    ...{ region, currency, saleId, amount: parseAmount(amount) ?? 0n },
    ...{ soldAt, salesmanId, salesmanName, product }
  }))
}
