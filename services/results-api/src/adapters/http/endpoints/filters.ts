import { sumText } from '../../../core/rankings.ts'
import type { Total } from '../../../ports.ts'
import { endpoint } from './endpoint.ts'

export const countries = endpoint({
  name: 'countries',
  path: '/api/v1/countries',
  summary: 'The countries that have sales, each with its totals of all time',
  parameters: {},
  answer: 'Countries',
  ask: async (results) => ({ items: (await results.countries()).map(shown) })
})

export const currencies = endpoint({
  name: 'currencies',
  path: '/api/v1/currencies',
  summary: 'The currencies that there are sales in, each with its total of all time',
  parameters: {},
  answer: 'Currencies',
  ask: async (results) => ({ items: (await results.currencies()).map(shown) })
})

function shown<T extends Total>(row: T): T {
  return { ...row, total: sumText(row.total) }
}
