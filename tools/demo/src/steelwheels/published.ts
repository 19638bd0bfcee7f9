import { formatAmount, parseAmount } from '@sales-pipeline/money'
import type { Ranked, Ranking } from './expected.ts'

/** What published reports of this data say; source: examples/steelwheels/README.md. */
export const PUBLISHED = {
  sales: 2996,
  total: '10645949.18',
  cities: 78,
  salesmen: 15,
  /** By the key of a line in a ranking. */
  totals: new Map([
    ['Madrid, Spain', '1082551.44'],
    ['San Rafael, CA, USA', '654858.06'],
    ['NYC, NY, USA', '560787.77'],
    ['Auckland, New Zealand', '437087.63'],
    ['Singapore, Singapore', '288488.41'],
    ['1370 Gerard Hernandez', '1401412.62'],
    ['1165 Leslie Jennings', '1210228.59'],
    ['1401 Pamela Castillo', '959738.52'],
    ['1501 Larry Bott', '808462.37'],
    ['1504 Barry Jones', '795706.43']
  ])
} as const

/** Everything in which the rankings of all sales differ from the published figures, a line each. */
export function publishedDifferences(cities: Ranking, salesmen: Ranking): string[] {
  const figures: [what: string, found: string | number, published: string | number][] = [
    ['cities', cities.lines.length, PUBLISHED.cities],
    ['salesmen', salesmen.lines.length, PUBLISHED.salesmen]
  ]
  for (const { question, lines } of [cities, salesmen]) {
    figures.push([`sales by ${question.who}`, sumOf(lines.map(({ count }) => count)), PUBLISHED.sales])
    figures.push([`total of all ${question.who}`, totalOf(lines), PUBLISHED.total])
  }
  const found = new Map([...cities.lines, ...salesmen.lines].map(({ key, total }) => [key, total]))
  for (const [key, total] of PUBLISHED.totals) figures.push([key, found.get(key) ?? 'missing', total])
  return figures.flatMap(([what, is, published]) =>
    is === published ? [] : [`${what}: ${is}, published: ${published}`]
  )
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

function totalOf(lines: readonly Ranked[]): string {
  return formatAmount(lines.reduce((sum, { total }) => sum + (parseAmount(total) ?? 0n), 0n))
}
