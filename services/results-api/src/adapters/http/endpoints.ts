import { formatAmount } from '@sales-pipeline/money'
import { spanDate, spanOf, type Period } from '../../core/period.ts'
import { largestOfEach, ranked, sumText } from '../../core/rankings.ts'
import type { SalesmanYear } from '../../ports.ts'
import { endpoint, type Endpoint } from './endpoint.ts'
import { MOST_RANKED, parameters } from './shapes.ts'

const { country, city, region, salesmanId, currency, period, date, limit } = parameters

const topCities = endpoint({
  name: 'topCities',
  path: '/api/v1/top-sales-per-city',
  summary: 'Cities by their sales: total descending, then count, then name',
  parameters: { country: country.optional(), currency, period, date, limit: limit(MOST_RANKED) },
  answer: 'TopCities',
  ask: async (results, filter) => {
    const span = spanOf(filter.period, filter.date)
    const rows = await results.topCities({ ...filter, span })
    const items = ranked(rows, ({ total }) => total).map((row) => ({ ...row, total: sumText(row.total) }))
    return { items, ...shownPeriod(filter) }
  }
})

/** @param largestSales how many of its largest sales each partial total keeps: as far as the answer is exact */
const topSales = (largestSales: number): Endpoint =>
  endpoint({
    name: 'topSales',
    path: '/api/v1/cities/{country}/{city}/top-sales',
    summary: 'The largest single sales of a city: amount descending, then sale id',
    parameters: { country, city, region, currency, period, date, limit: limit(largestSales) },
    answer: 'TopSales',
    notFound: 'No city of that name has sales in that country (and region).',
    ask: async (results, filter) => {
      const span = spanOf(filter.period, filter.date)
      const found = await results.largestSales({ ...filter, span })
      if (found.length === 0 && !(await results.cityExists(filter))) return undefined
      const sales = ranked(largestOfEach(found, filter.limit), ({ amount }) => amount.toString())
      const items = sales.map(({ amount, soldAt, ...sale }) => ({
        ...sale,
        amount: formatAmount(amount),
        soldAt: new Date(soldAt).toISOString()
      }))
      return { country: filter.country, city: filter.city, items, ...shownPeriod(filter) }
    }
  })

const topSalesmen = endpoint({
  name: 'topSalesmen',
  path: '/api/v1/top-salesmen',
  summary:
    'Salesmen of a country, or of all countries together, by their sales: total descending, then count, then name',
  parameters: {
    country: country.optional().describe('Country, exactly as in the data. Default: all countries together.'),
    ...{ currency, period, date, limit: limit(MOST_RANKED) }
  },
  answer: 'TopSalesmen',
  ask: async (results, filter) => {
    const span = spanOf(filter.period, filter.date)
    const rows = await results.topSalesmen({ ...filter, span })
    const items = ranked(rows, ({ total }) => total).map((row) => ({ ...row, total: sumText(row.total) }))
    return { items, ...shownPeriod(filter) }
  }
})

const salesman = endpoint({
  name: 'salesman',
  path: '/api/v1/salesmen/{salesmanId}',
  summary: 'One salesman: name, totals and ranks of all time, totals of each year',
  parameters: { salesmanId },
  answer: 'Salesman',
  notFound: 'No salesman with that id has sales.',
  ask: async (results, { salesmanId: id }) => {
    const [salesmanName, totals] = await Promise.all([results.salesmanName(id), results.salesmanTotals(id)])
    if (salesmanName === undefined) return undefined
    const [allTime, years] = [totals.filter(({ year }) => year === 0), totals.filter(({ year }) => year > 0)]
    return {
      ...{ salesmanId: id, salesmanName },
      totals: allTime.map((row) => ({ rank: row.rank ?? 1, ...shownTotal(row) })),
      years: years.map((row) => ({ year: row.year, ...shownTotal(row) }))
    }
  }
})

export function endpoints(options: { readonly largestSales: number }): readonly Endpoint[] {
  return [topCities, topSales(options.largestSales), topSalesmen, salesman]
}

function shownPeriod({ period, date }: { readonly period: Period; readonly date?: string | undefined }) {
  return { period, date: spanDate(spanOf(period, date)) }
}

function shownTotal({ country, currency, total, count }: SalesmanYear) {
  return { country, currency, total: sumText(total), count }
}
