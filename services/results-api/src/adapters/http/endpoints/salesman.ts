import { sumText } from '../../../core/rankings.ts'
import type { SalesmanYear } from '../../../ports.ts'
import { endpoint } from './endpoint.ts'
import { parameters } from './shapes.ts'

export const NO_SUCH_SALESMAN = 'No salesman with that id has sales.'

export const salesman = endpoint({
  name: 'salesman',
  path: '/api/v1/salesmen/{salesmanId}',
  summary: 'One salesman: name, totals and ranks of all time, totals of each year',
  parameters: { salesmanId: parameters.salesmanId },
  answer: 'Salesman',
  notFound: NO_SUCH_SALESMAN,
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

function shownTotal({ country, currency, total, count }: SalesmanYear) {
  return { country, currency, total: sumText(total), count }
}
