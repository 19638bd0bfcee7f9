import { h } from '@sales-pipeline/page-kit/browser'
import type { Choices } from '../data/choices.ts'
import { PERIODS, withPeriod, type Filter, type Period } from '../model/filter.ts'
import type { Format } from '../model/format.ts'

interface FilterOptions {
  readonly filter: Filter
  readonly currency: string | null
  readonly choices: Choices
  readonly format: Format
  readonly change: (filter: Filter) => void
}

const PERIOD_NAMES: Readonly<Record<Period, string>> = {
  ...{ all: 'All time', year: 'Year', month: 'Month', day: 'Day', range: 'Range' }
}

/** The filters as they are, ready to be changed. */
export function filterFields(options: FilterOptions): readonly HTMLElement[] {
  const { filter, currency, choices, change } = options
  const { countries, currencies, months } = choices
  const country = choice('Country', filter.country ?? '', [['', 'All countries'], ...same(countries)], (value) => {
    change({ ...filter, country: value === '' ? null : value })
  })
  const code = choice('Currency', currency ?? '', same(currencies), (value) => {
    change({ ...filter, currency: value })
  })
  const periods = PERIODS.map((period): [string, string] => [period, PERIOD_NAMES[period]])
  const period = choice('Period', filter.period, periods, (value) => {
    const chosen = PERIODS.find((one) => one === value) ?? 'all'
    change(withPeriod(filter, chosen, `${months.at(-1) ?? new Date().toISOString().slice(0, 7)}-01`))
  })
  return [country, code, period, ...date(options)]
}

function date({ filter, choices, format, change }: FilterOptions): readonly HTMLElement[] {
  const { period, date: chosen, from, to } = filter
  if (period === 'range') {
    return [
      dateField('From', from, { ...(to !== null && { max: to }) }, (value) => {
        change({ ...filter, from: value })
      }),
      dateField('To', to, { ...(from !== null && { min: from }) }, (value) => {
        change({ ...filter, to: value })
      })
    ]
  }
  if (chosen === null) return []
  const choose = (value: string): void => {
    if (value !== '') change({ ...filter, date: value })
  }
  if (period === 'day') {
    return [
      dateField('Date', chosen, {}, (value) => {
        choose(value ?? '')
      })
    ]
  }
  const all = choices.months.map((month) => (period === 'year' ? month.slice(0, 4) : month))
  const texts = [...new Set([...all, chosen])].toSorted().toReversed()
  const entries = texts.map((text): [string, string] => [text, format.date(text)])
  return [choice('Date', chosen, entries, choose)]
}

/** null: none is chosen. */
function dateField(
  label: string,
  chosen: string | null,
  bounds: Readonly<Record<string, string>>,
  choose: (value: string | null) => void
): HTMLElement {
  const input = h('input', { type: 'date', value: chosen ?? '', ...bounds })
  input.addEventListener('change', () => {
    choose(input.value || null)
  })
  return labelled(label, input)
}

function same(values: readonly string[]): [string, string][] {
  return values.map((value) => [value, value])
}

function choice(
  label: string,
  chosen: string,
  entries: readonly (readonly [value: string, text: string])[],
  choose: (value: string) => void
): HTMLElement {
  const known = entries.some(([value]) => value === chosen) ? entries : [...entries, [chosen, chosen] as const]
  const options = known.map(([value, text]) => h('option', { value, dir: 'auto' }, text))
  const select = h('select', {}, ...options)
  select.value = chosen
  select.addEventListener('change', () => {
    choose(select.value)
  })
  return labelled(label, select)
}

function labelled(label: string, field: HTMLElement): HTMLElement {
  return h('label', { class: 'field' }, h('span', {}, label), field)
}
