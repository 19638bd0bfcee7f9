export const PERIODS = ['all', 'year', 'month', 'day'] as const
export type Period = (typeof PERIODS)[number]

/** One calendar year, month or day, or all time: 0 stands for every one of its kind. */
export interface Span {
  readonly year: number
  readonly month: number
  readonly day: number
}

export const ALL_TIME: Span = { year: 0, month: 0, day: 0 }

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/
const DIGITS: Readonly<Record<Exclude<Period, 'all'>, { readonly length: number; readonly form: string }>> = {
  year: { length: 4, form: 'YYYY, such as 2004' },
  month: { length: 7, form: 'YYYY-MM, such as 2004-05' },
  day: { length: 10, form: 'YYYY-MM-DD, such as 2004-05-06' }
}

/** Whether a text is YYYY, YYYY-MM or YYYY-MM-DD, and exists in the calendar. */
export function isDate(text: string): boolean {
  const match = DATE.exec(text)
  if (match === null || match[1] === '0000') return false
  const [, year = '', month = '01', day = '01'] = match
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day)
}

/** What is wrong with a date (as isDate) beside a period; undefined if nothing is. */
export function periodObjection(period: Period, date: string | undefined): string | undefined {
  if (period === 'all') return date === undefined ? undefined : 'needs period=year, month or day beside it'
  const { length, form } = DIGITS[period]
  if (date === undefined) return `is needed with period=${period}: give ${form}`
  return date.length < length ? `is too short for period=${period}: give ${form}` : undefined
}

/** The span that a period and a date without objection name: of a longer date, the part that the period asks for. */
export function spanOf(period: Period, date: string | undefined): Span {
  if (period === 'all' || date === undefined) return ALL_TIME
  const [year = 0, month = 0, day = 0] = date.slice(0, DIGITS[period].length).split('-').map(Number)
  return { year, month, day }
}

/** The span as a date is written in the API; null for all time. */
export function spanDate({ year, month, day }: Span): string | null {
  if (year === 0) return null
  const parts = [String(year).padStart(4, '0'), ...[month, day].filter((part) => part > 0).map(twoDigits)]
  return parts.join('-')
}

export interface DayRange {
  readonly first: string
  readonly last: string
}

/** First and last day of a span, as ISO dates; null for all time. */
export function daysOf(span: Span): DayRange | null {
  const date = spanDate(span)
  if (date === null) return null
  const lastMonth = span.month || 12
  const lastDay = span.day || daysInMonth(span.year, lastMonth)
  return {
    first: `${date}-01-01`.slice(0, 10),
    last: `${date.slice(0, 4)}-${twoDigits(lastMonth)}-${twoDigits(lastDay)}`
  }
}

/** The kinds of period that a time series is made of. */
export const GRAINS = ['year', 'month', 'day'] as const
export type Grain = (typeof GRAINS)[number]

/** The first and the last period of a series, both included. */
export interface Range {
  readonly first: Span
  readonly last: Span
}

const FIRST_DAY = '0001-01-01'
const LAST_DAY = '9999-12-31'
const DAY_MS = 86_400_000

/** From the beginning of one date (as isDate) to the end of another; a missing one leaves that side open. */
export function dayRange(from: string | undefined, to: string | undefined): DayRange {
  return {
    first: from === undefined ? FIRST_DAY : (daysOf(spanOfDate(from))?.first ?? FIRST_DAY),
    last: to === undefined ? LAST_DAY : (daysOf(spanOfDate(to))?.last ?? LAST_DAY)
  }
}

/** The periods of a kind from that which begins `from` to that which ends `to`; of a longer date the beginning counts. */
export function rangeOf(grain: Grain, from: string | undefined, to: string | undefined): Range {
  const { first, last } = dayRange(from, to)
  return { first: spanOf(grain, first), last: spanOf(grain, last) }
}

/** What is wrong with two dates as a range; undefined if nothing is. */
export function rangeObjection(from: string | undefined, to: string | undefined): string | undefined {
  const { first, last } = dayRange(from, to)
  return first > last ? 'must not be before from' : undefined
}

/** The fewest years, months and days that make up a range, in order. */
export function spansOf({ first, last }: DayRange): readonly Span[] {
  const spans: Span[] = []
  let day: string | undefined = first
  while (day !== undefined && day <= last) {
    const span = longestSpan(day, last)
    spans.push(span)
    day = dayAfter(daysOf(span)?.last ?? last)
  }
  return spans
}

/** That begins with this day and does not end after `last`. */
function longestSpan(day: string, last: string): Span {
  const fits = GRAINS.map((grain) => spanOf(grain, day)).find((span) => {
    const days = daysOf(span)
    return days?.first === day && days.last <= last
  })
  return fits ?? spanOf('day', day)
}

function dayAfter(day: string): string | undefined {
  return day === LAST_DAY ? undefined : new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10)
}

function spanOfDate(date: string): Span {
  return spanOf(date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day', date)
}

function daysInMonth(year: number, month: number): number {
  // Not Date.UTC, which takes the years 0 to 99 for those after 1900.
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (month === 2) return isLeap ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
