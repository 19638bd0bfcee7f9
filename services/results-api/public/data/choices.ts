import { get } from '@sales-pipeline/page-kit/browser'
import type { Point } from '../model/series.ts'
import type { CityItem, Listed } from './api.ts'

/** What there is to choose from. */
export interface Choices {
  readonly countries: readonly string[]
  /** The one that most was sold in first. */
  readonly currencies: readonly string[]
  /** The months that have sales, in order. */
  readonly months: readonly string[]
  readonly asOf: string | null
}

export const NO_CHOICES: Choices = { countries: [], currencies: [], months: [], asOf: null }

export async function readChoices(): Promise<Choices> {
  const [countries, currencies, months] = await Promise.all([
    get<Listed<CityItem>>('countries'),
    get<Listed<CityItem>>('currencies'),
    get<Listed<Point>>('totals', { by: 'month' })
  ])
  return {
    countries: [...new Set(countries.items.map(({ country }) => country))],
    currencies: currencies.items.toSorted((a, b) => b.count - a.count).map(({ currency }) => currency),
    months: [...new Set(months.items.map(({ date }) => date))].toSorted(),
    asOf: countries.asOf
  }
}
