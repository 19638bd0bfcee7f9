import { readCursor, writeCursor } from '../../../core/cursor.ts'
import { dayRange, spanDate, spanOf, type Period } from '../../../core/period.ts'
import { ranked, sumText } from '../../../core/rankings.ts'
import type { RankingFilter, Total } from '../../../ports.ts'
import { endpoint } from './endpoint.ts'
import { MOST_RANKED, parameters } from './shapes.ts'

const { country, currency, period, date, from, to, limit, cursor } = parameters
const CITY_NAMES = 3
const SALESMAN_NAMES = 2

export const topCities = endpoint({
  name: 'topCities',
  path: '/api/v1/top-sales-per-city',
  summary: 'Cities by their sales: total descending, then count, then name',
  parameters: {
    country: country.optional(),
    currency,
    ...{ period, date, from, to },
    limit: limit(MOST_RANKED),
    cursor: cursor(CITY_NAMES)
  },
  answer: 'TopCities',
  ask: (results, asked) =>
    rankingPage(asked, {
      rows: (filter) => results.topCities(filter),
      nameCount: CITY_NAMES,
      names: ({ city, country, region }) => [city, country, region]
    })
})

export const topSalesmen = endpoint({
  name: 'topSalesmen',
  path: '/api/v1/top-salesmen',
  summary:
    'Salesmen of a country, or of all countries together, by their sales: total descending, then count, then name',
  parameters: {
    country: country.optional().describe('Country, exactly as in the data. Default: all countries together.'),
    ...{ currency, period, date, from, to, limit: limit(MOST_RANKED), cursor: cursor(SALESMAN_NAMES) }
  },
  answer: 'TopSalesmen',
  ask: (results, asked) =>
    rankingPage(asked, {
      rows: (filter) => results.topSalesmen(filter),
      nameCount: SALESMAN_NAMES,
      names: ({ salesmanName, salesmanId }) => [salesmanName, salesmanId]
    })
})

interface AskedRanking {
  readonly country: string | undefined
  readonly currency: string | undefined
  readonly period: Period
  readonly date: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
  readonly limit: number
  readonly cursor: string | undefined
}

interface Source<Row> {
  readonly rows: (filter: RankingFilter) => Promise<readonly Row[]>
  /** What decides between equal totals and counts. */
  readonly names: (row: Row) => readonly string[]
  readonly nameCount: number
}

/** One row more than is shown tells whether there is a next page; a range of dates has one page. */
async function rankingPage<Row extends Total>(asked: AskedRanking, { rows, names, nameCount }: Source<Row>) {
  const { country, currency, period, date, from, to, limit } = asked
  const days = from === undefined && to === undefined ? undefined : dayRange(from, to)
  const [span, more] = [spanOf(period, date), currency === undefined || days !== undefined ? 0 : 1]
  const after = asked.cursor === undefined ? undefined : readCursor(asked.cursor, nameCount)
  const found = await rows({ country, currency, span, days, limit: limit + more, after })
  const shown = ranked(
    more === 0 ? found : found.slice(0, limit),
    ({ total }) => total,
    after && { ...after, amount: after.total }
  )
  const last = found.length > limit && more === 1 ? shown.at(-1) : undefined
  const place = (after?.place ?? 0) + shown.length
  return {
    items: shown.map((row) => ({ ...row, total: sumText(row.total) })),
    ...{ period, date: spanDate(span), from: from ?? null, to: to ?? null },
    next: last === undefined ? null : writeCursor({ ...last, place, names: names(last) })
  }
}
