import type { Filter } from './filter.ts'

export type Grain = 'year' | 'month' | 'day'

export interface Point {
  readonly date: string
  readonly total: string
  readonly count: number
}

/** In a range of up to so many days each is drawn, otherwise months. */
const MOST_DAYS = 93
const DAY_MS = 86_400_000

interface SeriesQuery {
  readonly by: Grain
  readonly from?: string
  readonly to?: string
}

/** What the API is asked for the chart beside a filter: the months of all time or of a year, the days of a month. */
export function seriesQuery({ period, date, from, to }: Filter): SeriesQuery {
  if (period === 'range') return { by: grainOf(from, to), ...(from !== null && { from }), ...(to !== null && { to }) }
  if (date === null) return { by: 'month' }
  const whole = period === 'day' ? date.slice(0, 7) : date
  return { by: period === 'year' ? 'month' : 'day', from: whole, to: whole }
}

function grainOf(from: string | null, to: string | null): Grain {
  if (from === null || to === null) return 'month'
  return Date.parse(to) - Date.parse(from) < MOST_DAYS * DAY_MS ? 'day' : 'month'
}

/** Longer gaps than this are not drawn out. */
const MOST_PERIODS = 2000

/** The periods from the first to the last, those without sales included: they are zero. */
export function filled(points: readonly Point[], by: Grain): readonly Point[] {
  const [first, last] = [points[0]?.date, points.at(-1)?.date]
  if (first === undefined || last === undefined) return []
  const known = new Map(points.map((point) => [point.date, point]))
  const all: Point[] = []
  for (let date = first; date <= last; date = following(date, by)) {
    all.push(known.get(date) ?? { date, total: '0.00', count: 0 })
    if (all.length > MOST_PERIODS) return points
  }
  return all
}

function following(date: string, by: Grain): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const next = new Date(0)
  next.setUTCFullYear(
    by === 'year' ? year + 1 : year,
    month - 1 + (by === 'month' ? 1 : 0),
    day + (by === 'day' ? 1 : 0)
  )
  return next.toISOString().slice(0, date.length)
}

/** The one that is greatest; for drawing and for words, where a float is exact enough. */
export function greatest(points: readonly Point[]): Point | undefined {
  return points.reduce<Point | undefined>(
    (best, point) => (best === undefined || Number(point.total) > Number(best.total) ? point : best),
    undefined
  )
}
