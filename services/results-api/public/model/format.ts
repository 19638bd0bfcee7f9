/** Texts by the reader's locale; amounts keep every digit, as they are never made numbers. */
export interface Format {
  readonly money: (amount: string, currency: string) => string
  readonly count: (value: number) => string
  /** 2004, 2004-05 or 2004-05-06. */
  readonly date: (text: string) => string
  readonly instant: (iso: string) => string
  readonly time: (iso: string) => string
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
    time: (iso) => times.format(new Date(iso))
  }
}

function moneyFormat(locales: string | string[], currency: string): Intl.NumberFormat {
  const own = new Intl.NumberFormat(locales, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits
  const digits = { minimumFractionDigits: own, maximumFractionDigits: Math.max(own ?? 0, MOST_DECIMALS) }
  return new Intl.NumberFormat(locales, { style: 'currency', currency, ...digits })
}
