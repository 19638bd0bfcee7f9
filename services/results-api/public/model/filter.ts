/** Which sales count. */
export interface Filter {
  readonly country: string | null
  readonly currency: string | null
  readonly period: Period
  /** As long as the period asks for; null for all time and for a range. */
  readonly date: string | null
  /** First and last day of a range; null: open. */
  readonly from: string | null
  readonly to: string | null
}

export const PERIODS = ['all', 'year', 'month', 'day', 'range'] as const
export type Period = (typeof PERIODS)[number]

const DATE_LENGTH: Readonly<Record<Period, number>> = { all: 0, year: 4, month: 7, day: 10, range: 0 }
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

type Given = (name: string) => string | null

/** Reads any query; what makes no sense in it is left out. */
export function readFilter(given: Given): Filter {
  const currency = given('currency')
  return {
    country: given('country') === '' ? null : given('country'),
    currency: currency !== null && /^[A-Z]{3}$/.test(currency) ? currency : null,
    ...readTime(given)
  }
}

type Time = Pick<Filter, 'period' | 'date' | 'from' | 'to'>

const ALL_TIME: Time = { period: 'all', date: null, from: null, to: null }

function readTime(given: Given): Time {
  const [period, date] = [PERIODS.find((one) => one === given('period')) ?? 'all', given('date') ?? '']
  if (period === 'range') {
    const [from, to] = [dayOrNull(given('from')), dayOrNull(given('to'))]
    const isEmpty = (from === null && to === null) || (from !== null && to !== null && from > to)
    return isEmpty ? ALL_TIME : { period, date: null, from, to }
  }
  const isDated = period !== 'all' && DATE.test(date) && date.length >= DATE_LENGTH[period]
  return isDated ? { ...ALL_TIME, period, date: date.slice(0, DATE_LENGTH[period]) } : ALL_TIME
}

function dayOrNull(text: string | null): string | null {
  return text !== null && DAY.test(text) ? text : null
}

/** What a URL says of it. */
export function filterEntries({ country, currency, period, date, from, to }: Filter): [string, string][] {
  const time =
    period === 'all'
      ? []
      : ([
          ['period', period],
          ['date', date],
          ['from', from],
          ['to', to]
        ] as const)
  const all = [['country', country], ['currency', currency], ...time] as const
  return all.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]]))
}

/** What the API is asked for this filter. */
export function queryOf({ country, currency, period, date, from, to }: Filter): Record<string, string> {
  return {
    ...(country !== null && { country }),
    ...(currency !== null && { currency }),
    ...(date !== null && { period, date }),
    ...(from !== null && { from }),
    ...(to !== null && { to })
  }
}

/** A filter with another period: as much of its time is kept as can be, or else the latest there is. */
export function withPeriod(filter: Filter, period: Period, latestDay: string): Filter {
  if (period === 'all') return { ...filter, ...ALL_TIME }
  if (period === 'range') return { ...filter, ...ALL_TIME, period, ...rangeOf(filter, latestDay) }
  const [length, date] = [DATE_LENGTH[period], filter.date ?? filter.from]
  const known = date !== null && date.length >= length ? date : null
  const within = date !== null && latestDay.startsWith(date) ? latestDay : null
  const beginning = date === null ? latestDay : `${date}-01-01`
  return { ...filter, ...ALL_TIME, period, date: (known ?? within ?? beginning).slice(0, length) }
}

/** The days of what is shown; of all time the year of the latest day. */
function rangeOf({ date, from, to }: Filter, latestDay: string): { readonly from: string; readonly to: string } {
  const whole = date ?? latestDay.slice(0, 4)
  const first = from ?? `${whole}-01-01`.slice(0, 10)
  return { from: first, to: to ?? lastDayOf(whole) }
}

function lastDayOf(date: string): string {
  const [year = 0, month = 12, day] = date.split('-').map(Number)
  if (day !== undefined) return date
  const last = new Date(0)
  last.setUTCFullYear(year, month, 0)
  return last.toISOString().slice(0, 10)
}
