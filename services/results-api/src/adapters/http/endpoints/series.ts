import { rangeOf, spanDate, type Grain } from '../../../core/period.ts'
import { sumText } from '../../../core/rankings.ts'
import type { PeriodTotal, SeriesFilter } from '../../../ports.ts'
import { NO_SUCH_CITY } from './city-sales.ts'
import { endpoint } from './endpoint.ts'
import { NO_SUCH_SALESMAN } from './salesman.ts'
import { parameters } from './shapes.ts'

const { city, region, salesmanId, currency, by, from, to, latest } = parameters
const period = { currency, by, from, to, limit: latest }
const country = parameters.country
  .optional()
  .describe('Country, exactly as in the data. Default: all countries together.')

const NOTE = 'periods without sales are left out'

export const totals = endpoint({
  name: 'totals',
  path: '/api/v1/totals',
  summary: `Totals over time, of a country or of all countries together; ${NOTE}`,
  parameters: { country, ...period },
  answer: 'Series',
  ask: async (results, asked) =>
    shown(asked, await results.countrySeries({ ...filterOf(asked), country: asked.country }))
})

export const cityTotals = endpoint({
  name: 'cityTotals',
  path: '/api/v1/cities/{country}/{city}/totals',
  summary: `Totals of a city over time; ${NOTE}`,
  parameters: { country: parameters.country, city, region, ...period },
  answer: 'Series',
  notFound: NO_SUCH_CITY,
  ask: async (results, asked) => {
    const found = await results.citySeries({ ...asked, ...filterOf(asked) })
    if (found.length === 0 && !(await results.cityExists(asked))) return undefined
    return shown(asked, found)
  }
})

export const salesmanTotals = endpoint({
  name: 'salesmanTotals',
  path: '/api/v1/salesmen/{salesmanId}/totals',
  summary: `Totals of a salesman over time, in a country or in all countries together; ${NOTE}`,
  parameters: { salesmanId, country, ...period },
  answer: 'Series',
  notFound: NO_SUCH_SALESMAN,
  ask: async (results, asked) => {
    const { salesmanId: id, country: where } = asked
    const found = await results.salesmanSeries({ ...filterOf(asked), salesmanId: id, country: where })
    if (found.length === 0 && (await results.salesmanName(id)) === undefined) return undefined
    return shown(asked, found)
  }
})

interface AskedSeries {
  readonly currency: string | undefined
  readonly by: Grain
  readonly from: string | undefined
  readonly to: string | undefined
  readonly limit: number
}

function filterOf({ currency: code, by: grain, from: first, to: last, limit }: AskedSeries): SeriesFilter {
  return { currency: code, grain, range: rangeOf(grain, first, last), limit }
}

function shown({ by: grain, from: first, to: last }: AskedSeries, found: readonly PeriodTotal[]) {
  const items = found.map(({ span, total, ...row }) => ({ date: spanDate(span) ?? '', ...row, total: sumText(total) }))
  return { items, by: grain, from: first ?? null, to: last ?? null }
}
