/** What the page shows, as its URL says it. */
export interface Address {
  readonly filter: Filter
  readonly place: Place
}

export interface Filter {
  readonly country: string | null
  readonly currency: string | null
  readonly period: Period
  /** As long as the period asks for; null for all time. */
  readonly date: string | null
}

export const PERIODS = ['all', 'year', 'month', 'day'] as const
export type Period = (typeof PERIODS)[number]

export interface CityPlace {
  readonly kind: 'city'
  readonly country: string
  readonly city: string
  readonly region: string
  /** The one sale that is looked at. */
  readonly sale: string | null
}

export interface SalesmanPlace {
  readonly kind: 'salesman'
  readonly id: string
}

export type Place = { readonly kind: 'rankings' } | CityPlace | SalesmanPlace

const DATE_LENGTH: Readonly<Record<Period, number>> = { all: 0, year: 4, month: 7, day: 10 }
const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/

/** Reads any query; what makes no sense in it is left out. */
export function readAddress(search: string): Address {
  const query = new URLSearchParams(search)
  const given = (name: string): string | null => query.get(name) ?? null
  const [period, date] = [PERIODS.find((one) => one === given('period')) ?? 'all', given('date') ?? '']
  const isDated = period !== 'all' && DATE.test(date) && date.length >= DATE_LENGTH[period]
  const currency = given('currency')
  const filter: Filter = {
    country: given('country') === '' ? null : given('country'),
    currency: currency !== null && /^[A-Z]{3}$/.test(currency) ? currency : null,
    ...(isDated ? { period, date: date.slice(0, DATE_LENGTH[period]) } : { period: 'all', date: null })
  }
  return { filter, place: readPlace(given) }
}

function readPlace(given: (name: string) => string | null): Place {
  const [city, country, salesman] = [given('city'), given('in'), given('salesman')]
  if (city && country) return { kind: 'city', country, city, region: given('region') ?? '', sale: given('sale') }
  return salesman ? { kind: 'salesman', id: salesman } : { kind: 'rankings' }
}

/** The link that leads there. */
export function hrefOf({ filter, place }: Address): string {
  const query = new URLSearchParams()
  const { country, currency, period, date } = filter
  if (country !== null) query.set('country', country)
  if (currency !== null) query.set('currency', currency)
  if (period !== 'all' && date !== null) query.set('period', period)
  if (period !== 'all' && date !== null) query.set('date', date)
  if (place.kind === 'city') {
    query.set('in', place.country)
    if (place.region !== '') query.set('region', place.region)
    query.set('city', place.city)
    if (place.sale !== null) query.set('sale', place.sale)
  }
  if (place.kind === 'salesman') query.set('salesman', place.id)
  const text = query.toString()
  return text === '' ? '/' : `/?${text}`
}

/** A filter with another period: its date is kept if it is long enough, or else the latest there is. */
export function withPeriod(filter: Filter, period: Period, latestDay: string): Filter {
  if (period === 'all') return { ...filter, period, date: null }
  const length = DATE_LENGTH[period]
  const known = filter.date !== null && filter.date.length >= length ? filter.date : null
  const within = filter.date !== null && latestDay.startsWith(filter.date) ? latestDay : null
  const beginning = filter.date === null ? latestDay : `${filter.date}-01-01`
  return { ...filter, period, date: (known ?? within ?? beginning).slice(0, length) }
}

/** What the API is asked for this filter. */
export function queryOf({ country, currency, period, date }: Filter): Record<string, string> {
  return {
    ...(country !== null && { country }),
    ...(currency !== null && { currency }),
    ...(date !== null && { period, date })
  }
}
