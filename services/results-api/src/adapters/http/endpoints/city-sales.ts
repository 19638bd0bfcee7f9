import { formatAmount } from '@sales-pipeline/money'
import { dayRange, daysOf, spanDate, spanOf } from '../../../core/period.ts'
import { largestOfEach, ranked } from '../../../core/rankings.ts'
import { endpoint, type Endpoint } from './endpoint.ts'
import { parameters } from './shapes.ts'

const { country, city, region, currency, period, date, from, to, limit } = parameters

export const NO_SUCH_CITY = 'No city of that name has sales in that country (and region).'

/** @param largestSales how many of its largest sales each partial total keeps: as far as the answer is exact */
export const topSales = (largestSales: number): Endpoint =>
  endpoint({
    name: 'topSales',
    path: '/api/v1/cities/{country}/{city}/top-sales',
    summary: 'The largest single sales of a city: amount descending, then sale id',
    parameters: { country, city, region, currency, period, date, from, to, limit: limit(largestSales) },
    answer: 'TopSales',
    notFound: NO_SUCH_CITY,
    ask: async (results, filter) => {
      const span = spanOf(filter.period, filter.date)
      const isRange = filter.from !== undefined || filter.to !== undefined
      const days = isRange ? dayRange(filter.from, filter.to) : daysOf(span)
      const found = await results.largestSales({ ...filter, days })
      if (found.length === 0 && !(await results.cityExists(filter))) return undefined
      const sales = ranked(largestOfEach(found, filter.limit), ({ amount }) => amount.toString())
      const items = sales.map(({ amount, soldAt, ...sale }) => ({
        ...sale,
        amount: formatAmount(amount),
        soldAt: new Date(soldAt).toISOString()
      }))
      return {
        ...{ country: filter.country, city: filter.city, items },
        ...{ period: filter.period, date: spanDate(span), from: filter.from ?? null, to: filter.to ?? null }
      }
    }
  })
