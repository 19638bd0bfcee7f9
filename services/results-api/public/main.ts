import { get, Refusal, type CityItem, type Listed } from './data/api.ts'
import { follow } from './data/live.ts'
import { hrefOf, readAddress, type Address } from './model/address.ts'
import { formatFor } from './model/format.ts'
import type { Point } from './model/series.ts'
import { filterFields, type Choices } from './view/filters.ts'
import { keyForm } from './view/key-form.ts'
import { screenOf, type Screen } from './view/screen.ts'
import { Status } from './view/status.ts'

const format = formatFor(navigator.languages)
const [main, filters] = [byId('main'), byId('filters')]
const status = new Status(byId('status'), format)

let screen: Screen | undefined
let leaving = new AbortController()
/** Which results are shown, or are about to be. */
let shownAsOf: string | null = null
/** What there is to choose from, until results change. */
let known: Choices | undefined

/** Shows what the URL says; a part that cannot be read says so itself. */
async function show(): Promise<void> {
  leaving.abort()
  const left = (leaving = new AbortController()).signal
  const address = readAddress(location.search)
  const choices = known ?? (await choicesOrNone())
  if (left.aborted || choices === undefined) return
  const currency = address.filter.currency ?? choices.currencies[0] ?? null
  showFilters(address, currency, choices)
  screen = screenOf({ address, currency, format, left })
  main.replaceChildren(...screen.elements)
  await screen.refresh()
  performance.mark('results-shown')
}

/** Keeps the focus on the field that was changed. */
function showFilters(address: Address, currency: string | null, choices: Choices): void {
  const focused = [...filters.querySelectorAll('select, input')].findIndex((field) => field === document.activeElement)
  const change = (filter: Address['filter']): void => {
    go(hrefOf({ ...address, filter }))
  }
  filters.replaceChildren(...filterFields({ filter: address.filter, currency, choices, format, change }))
  filters.querySelectorAll<HTMLElement>('select, input')[focused]?.focus()
}

/** undefined: the reader is asked for a key first. */
async function choicesOrNone(): Promise<Choices | undefined> {
  try {
    const [countries, currencies, months] = await Promise.all([
      get<Listed<CityItem>>('countries'),
      get<Listed<CityItem>>('currencies'),
      get<Listed<Point>>('totals', { by: 'month' })
    ])
    shownAsOf = countries.asOf
    known = {
      countries: [...new Set(countries.items.map(({ country }) => country))],
      // The one that most was sold in first.
      currencies: currencies.items.toSorted((a, b) => b.count - a.count).map(({ currency }) => currency),
      months: [...new Set(months.items.map(({ date }) => date))].toSorted()
    }
    return known
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 401)) return { countries: [], currencies: [], months: [] }
    main.replaceChildren(keyForm(() => void show()))
    return undefined
  }
}

function go(href: string): void {
  history.pushState(null, '', href)
  void show()
}

function followLinks(event: MouseEvent): void {
  const link = (event.target as Element).closest('a')
  const isOurs = link?.origin === location.origin && link.pathname === '/' && !link.hash
  if (!isOurs || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go(link.href)
  window.scrollTo(0, 0)
  main.focus({ preventScroll: true })
}

/** One refresh at a time: what changes meanwhile is fetched once more. */
function refresher(): () => void {
  let [running, again] = [false, false]
  return () => {
    again = true
    if (running) return
    running = true
    void (async () => {
      while (again) {
        again = false
        if (hasNoCurrency()) await show()
        else await screen?.refresh()
      }
      running = false
    })()
  }
}

/** A page that was opened before there were any sales has nothing to choose from yet. */
function hasNoCurrency(): boolean {
  return (filters.querySelectorAll('select')[1]?.value ?? '') === ''
}

document.addEventListener('click', followLinks)
window.addEventListener('popstate', () => void show())
const refresh = refresher()
void show().then(() =>
  follow({
    onState: (state) => {
      if (state === 'live' && status.state === 'lost') refresh()
      status.live(state)
    },
    onRevision: (asOf) => {
      status.asOf(asOf)
      if (asOf === shownAsOf) return
      shownAsOf = asOf
      known = undefined
      refresh()
    }
  })
)

function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`index.html has no element ${id}`)
  return element
}
