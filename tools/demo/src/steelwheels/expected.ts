import { formatAmount, type Amount } from '@sales-pipeline/money'
import { yearOf } from './split.ts'
import type { Place, Sale } from './sales.ts'

/** One ranking that the results can be asked for: of cities or of salesmen, of all sales or of a year's, everywhere or in a country. */
export interface Question {
  readonly who: 'cities' | 'salesmen'
  readonly year?: string
  readonly country?: string
}

/** One line of a ranking. */
export interface Ranked {
  readonly rank: number
  /** Tells it apart from every other in the ranking: `San Rafael, CA, USA`, or `1370 Gerard Hernandez`. */
  readonly key: string
  /** Exact, as the API writes it. */
  readonly total: string
  readonly count: number
}

export interface Ranking {
  readonly question: Question
  /** Best first. */
  readonly lines: readonly Ranked[]
}

/** Every question worth comparing: all sales, each year, each country. */
export function allQuestions(sales: readonly Sale[]): Question[] {
  const years = [...new Set(sales.map(yearOf))].sort()
  const countries = [...new Set(sales.map(({ place }) => place.country))].sort()
  const scopes = [{}, ...years.map((year) => ({ year })), ...countries.map((country) => ({ country }))]
  return scopes.flatMap((scope) => (['cities', 'salesmen'] as const).map((who) => ({ who, ...scope })))
}

/** The right answer, added up from the sales with no code of the pipeline's. */
export function expectedRanking(sales: readonly Sale[], question: Question): Ranking {
  const keyOf = question.who === 'cities' ? cityKey : salesmanKey
  const sums = new Map<string, { total: Amount; count: number }>()
  for (const sale of sales.filter((candidate) => isAskedFor(candidate, question))) {
    const { total, count } = sums.get(keyOf(sale)) ?? { total: 0n, count: 0 }
    sums.set(keyOf(sale), { total: total + sale.amount, count: count + 1 })
  }
  const ordered = [...sums]
    .map(([key, sum]) => ({ key, ...sum }))
    .sort((a, b) => Number(b.total > a.total) - Number(b.total < a.total) || b.count - a.count)
  const lines = ordered.map(({ key, total, count }) => {
    // Equal totals share a rank: 1, 2, 2, 4.
    const rank = ordered.findIndex((other) => other.total === total) + 1
    return { rank, key, total: formatAmount(total), count }
  })
  return { question, lines }
}

export function expectedRankings(sales: readonly Sale[], questions: readonly Question[]): Ranking[] {
  return questions.map((question) => expectedRanking(sales, question))
}

export function placeKey({ city, region, country }: Place): string {
  return [city, region, country].filter((part) => part !== '').join(', ')
}

export function describeQuestion({ who, year, country }: Question): string {
  return [who, year, country && `in ${country}`].filter((part) => part !== undefined).join(' ')
}

function cityKey({ place }: Sale): string {
  return placeKey(place)
}

function salesmanKey({ salesmanId, salesmanName }: Sale): string {
  return `${salesmanId} ${salesmanName}`
}

function isAskedFor(sale: Sale, { year, country }: Question): boolean {
  return (year === undefined || yearOf(sale) === year) && (country === undefined || sale.place.country === country)
}
