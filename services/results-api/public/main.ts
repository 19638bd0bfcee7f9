import { every, keyForm, Refusal } from '@sales-pipeline/page-kit/browser'
import { NO_CHOICES, readChoices, type Choices } from './data/choices.ts'
import { follow } from './data/live.ts'
import { readStanding } from './data/standing.ts'
import { hrefOf, readAddress, type Address } from './model/address.ts'
import { formatFor } from './model/format.ts'
import { filterFields } from './view/filters.ts'
import { screenOf, type Screen } from './view/screen.ts'
import { standingLine } from './view/standing.ts'
import { Status } from './view/status.ts'
import { isFiltered, viewLinks } from './view/views.ts'

/** How old a view may become that no event tells of. */
const WATCH_MS = 5000
const STANDING_MS = 15_000

const format = formatFor(navigator.languages)
const [main, filters, views, standing] = ['main', 'filters', 'views', 'standing'].map(byId) as [
  HTMLElement,
  HTMLElement,
  HTMLElement,
  HTMLElement
]
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
  views.replaceChildren(...viewLinks(address))
  const choices = known ?? (await choicesOrNone())
  if (left.aborted || choices === undefined) return
  const currency = address.filter.currency ?? choices.currencies[0] ?? null
  showFilters(address, currency, choices)
  const current = (screen = screenOf({ address, currency, format, left }))
  main.replaceChildren(...current.elements)
  const refreshed = current.refresh()
  begin()
  await refreshed
  performance.mark('results-shown')
  if (standing.childElementCount === 0) void showStanding()
  if (current.follows === 'time') every(WATCH_MS, () => current.refresh(), left)
}

let hasBegun = false

/** Follows, from when there is something to be kept up to date: a part that is slow to answer holds up nothing. */
function begin(): void {
  if (hasBegun) return
  hasBegun = true
  every(STANDING_MS, showStanding, new AbortController().signal)
  void follow({
    onState: (state) => {
      if (state === 'live' && status.state === 'lost') refresh()
      status.live(state)
    },
    onRevision: (asOf) => {
      status.asOf(asOf)
      if (asOf === shownAsOf) return
      shownAsOf = asOf
      known = undefined
      if (screen?.follows !== 'time') refresh()
    }
  })
}

/** Keeps the focus on the field that was changed. */
function showFilters(address: Address, currency: string | null, choices: Choices): void {
  filters.hidden = !isFiltered(address.place)
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
    known = await readChoices()
    shownAsOf = known.asOf
    return known
  } catch (error) {
    if (!(error instanceof Refusal && error.status === 401)) return NO_CHOICES
    main.replaceChildren(keyForm('The figures need a key', () => void show()))
    return undefined
  }
}

async function showStanding(): Promise<void> {
  const found = await readStanding()
  standing.replaceChildren(...standingLine(found, readAddress(location.search)))
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
void show()

function byId(id: string): HTMLElement {
  const element = document.getElementById(id)
  if (element === null) throw new Error(`index.html has no element ${id}`)
  return element
}
