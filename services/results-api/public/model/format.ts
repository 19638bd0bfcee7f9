/** Texts by the reader's locale; amounts keep every digit, as they are never made numbers. */
export interface Format {
  readonly money: (amount: string, currency: string) => string
  readonly count: (value: number) => string
  /** 2004, 2004-05 or 2004-05-06. */
  readonly date: (text: string) => string
  readonly instant: (iso: string) => string
  readonly time: (iso: string) => string
  /** Day and time where the reader is. */
  readonly moment: (iso: string) => string
  readonly rate: (perSecond: number) => string
  /** What waits to be done. */
  readonly lag: (value: number, unit: string) => string
}

/** More than any amount has; a currency's own digits are the least. */
const MOST_DECIMALS = 4

export function formatFor(locale: string | readonly string[]): Format {
  const locales = typeof locale === 'string' ? locale : [...locale]
  const currencies = new Map<string, Intl.NumberFormat>()
  const numbers = new Intl.NumberFormat(locales)
  const dates = [
    [10, new Intl.DateTimeFormat(locales, { dateStyle: 'medium', timeZone: 'UTC' })],
    [7, new Intl.DateTimeFormat(locales, { month: 'short', year: 'numeric', timeZone: 'UTC' })],
    [4, new Intl.DateTimeFormat(locales, { year: 'numeric', timeZone: 'UTC' })]
  ] as const
  const instants = new Intl.DateTimeFormat(locales, { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' })
  const times = new Intl.DateTimeFormat(locales, { timeStyle: 'medium' })
  const moments = new Intl.DateTimeFormat(locales, { dateStyle: 'medium', timeStyle: 'short' })
  const rates = new Intl.NumberFormat(locales, { maximumSignificantDigits: 3 })
  return {
    money: (amount, currency) => {
      const known = currencies.get(currency) ?? moneyFormat(locales, currency)
      currencies.set(currency, known)
      return known.format(amount as Intl.StringNumericLiteral)
    },
    count: (value) => numbers.format(value),
    date: (text) => {
      const [, format] = dates.find(([length]) => text.length >= length) ?? dates[2]
      return format.format(new Date(text))
    },
    instant: (iso) => instants.format(new Date(iso)),
    time: (iso) => times.format(new Date(iso)),
    moment: (iso) => moments.format(new Date(iso)),
    rate: (perSecond) => `${rates.format(perSecond)} rows/s`,
    lag: (value, unit) => (unit === 'bytes' ? bytes(value, rates) : `${numbers.format(value)} ${unit}`)
  }
}

function moneyFormat(locales: string | string[], currency: string): Intl.NumberFormat {
  const own = new Intl.NumberFormat(locales, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
  const digits = { minimumFractionDigits: own, maximumFractionDigits: Math.max(own ?? 0, MOST_DECIMALS) }
  return new Intl.NumberFormat(locales, { style: 'currency', currency, ...digits })
}

const KILO = 1000

function bytes(value: number, numbers: Intl.NumberFormat): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = value < 1 ? 0 : Math.min(Math.floor(Math.log(value) / Math.log(KILO)), units.length - 1)
  return `${numbers.format(value / KILO ** step)} ${units[step] ?? ''}`
}
