import {
  bdi,
  button,
  type Column,
  get,
  h,
  nothing,
  panel,
  type Part,
  type Sign,
  sign as signOf,
  tableOf
} from '@sales-pipeline/page-kit/browser'
import { Pages } from '../data/pages.ts'
import type { ComparedDay, Counted, Reconciliation } from '../data/quality-answers.ts'
import { hrefOf, type Address } from '../model/address.ts'
import type { Format } from '../model/format.ts'
import { COMPARISONS, RECONCILIATION, type Comparison, type ReconciliationPlace } from '../model/place.ts'
import type { Context } from './context.ts'

const PAGE = 50
const ABSENT = 'This service compares nothing: it runs with LINEAGE=off, or an older version of it does.'

interface Wording {
  readonly sign: Sign
  readonly word: string
  readonly tone: string
}

const WORDS: Readonly<Record<Comparison, Wording>> = {
  differs: { sign: 'differs', word: 'Differs', tone: 'bad' },
  moving: { sign: 'moving', word: 'Moving', tone: 'warn' },
  notJudged: { sign: 'question', word: 'Not judged', tone: 'quiet' },
  agreed: { sign: 'check', word: 'Agrees', tone: 'good' }
}

/** What the sources say that they have, beside what came of it: differences first. */
export function reconciliationParts({ address, format }: Context, place: ReconciliationPlace): readonly Part[] {
  const { state, source, day } = place
  const narrowed = { ...(source !== null && { source }), ...(day !== null && { from: day, to: day }) }
  const query = { ...narrowed, ...(state !== null && { state }), limit: String(PAGE) }
  const pages = new Pages<ComparedDay, Reconciliation>('reconciliation', query)
  const part = panel<Reconciliation>({
    ...{ title: 'Sources against what came of them', class: 'reconciled', absent: ABSENT, lines: 8 },
    load: async () => {
      const [answer, { summary }] = await Promise.all([pages.newest(), inAnyState(narrowed)])
      return { ...answer, summary }
    },
    show: (body, { summary, items, next }) => {
      const more = button('Show more', () => void pages.more().then(() => part.refresh()), { class: 'more' })
      body.replaceChildren(
        verdict(summary, format),
        choices(summary, address, place, format),
        items.length === 0 ? nothing('No day to show here.') : days(items, address, place, format),
        ...(next === null ? [] : [more])
      )
    }
  })
  return [part]
}

/** A summary counts what was asked for; the choice between the states needs all of them. */
function inAnyState(narrowed: Readonly<Record<string, string>>): Promise<Reconciliation> {
  return get('reconciliation', { ...narrowed, limit: '1' })
}

function verdict({ differs, agreed, moving, notJudged }: Reconciliation['summary'], format: Format): HTMLElement {
  const rest = `${format.count(agreed)} agree, ${format.count(moving)} still move, ${format.count(notJudged)} could not be judged.`
  if (differs > 0)
    return h(
      'p',
      { class: 'verdict bad' },
      signOf('differs'),
      `${format.count(differs)} ${differs === 1 ? 'day differs' : 'days differ'}. ${rest}`
    )
  if (agreed === 0) return h('p', { class: 'verdict' }, signOf('question'), `Nothing was compared yet. ${rest}`)
  return h('p', { class: 'verdict good' }, signOf('check'), `No day differs. ${rest}`)
}

function choices(
  summary: Reconciliation['summary'],
  address: Address,
  chosen: ReconciliationPlace,
  format: Format
): HTMLElement {
  const link = (state: Comparison | null, text: string): HTMLElement =>
    h(
      'a',
      {
        ...{ class: 'chip', href: hrefOf({ ...address, place: { ...chosen, state } }) },
        ...(chosen.state === state && { 'aria-current': 'true' })
      },
      text
    )
  const each = COMPARISONS.map((state) => link(state, `${WORDS[state].word} ${format.count(summary[state])}`))
  const narrowed = [chosen.source, chosen.day && format.date(chosen.day)].filter((part) => part !== null).join(', ')
  const all = h('a', { class: 'chip', href: hrefOf({ ...address, place: RECONCILIATION }) }, signOf('cross'), narrowed)
  all.ariaLabel = `No longer only ${narrowed}`
  return h(
    'nav',
    { class: 'chips', 'aria-label': 'Days by state' },
    link(null, 'All'),
    ...each,
    narrowed === '' ? null : all
  )
}

function days(
  items: readonly ComparedDay[],
  address: Address,
  chosen: ReconciliationPlace,
  format: Format
): HTMLElement {
  const narrow = (own: Partial<ReconciliationPlace>, text: string): HTMLElement =>
    h('a', { href: hrefOf({ ...address, place: { ...chosen, ...own } }) }, bdi(text))
  const columns: readonly Column<ComparedDay>[] = [
    {
      ...{ name: 'Source and day', kind: 'name' },
      cell: ({ source, dataset, day }) => [
        narrow({ source }, source),
        ' · ',
        narrow({ day }, format.date(day)),
        h('span', { class: 'detail below' }, bdi(dataset))
      ]
    },
    { name: 'State', cell: (row) => state(row, format) },
    { name: 'Source says', kind: 'figure', cell: ({ expected, currency }) => counted(expected, currency, format) },
    {
      ...{ name: 'Found', kind: 'figure' },
      cell: ({ found, currency, against }) => [
        counted(found, currency, format),
        h('span', { class: 'detail below' }, against === 'arrived' ? 'among what arrived' : 'in the results')
      ]
    }
  ]
  return h(
    'div',
    { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Days' },
    tableOf('Days', columns, items)
  )
}

function state({ state: one, since, reason, control }: ComparedDay, format: Format): HTMLElement {
  const { sign, word, tone } = WORDS[one]
  return h(
    'div',
    {},
    h('span', { class: `state ${tone}` }, signOf(sign), word),
    h('span', { class: 'detail below' }, `since ${format.moment(since)}`),
    reason === null ? null : h('span', { class: 'detail below' }, bdi(reason)),
    control === null ? null : h('span', { class: 'detail below' }, 'control at ', bdi(control.position))
  )
}

function counted({ rows, amount }: Counted, currency: string, format: Format): HTMLElement {
  const count = `${format.count(rows)} ${rows === 1 ? 'row' : 'rows'}`
  return h('span', {}, format.money(amount, currency), h('span', { class: 'detail below' }, count))
}
