import { bdi, button, h, nothing, panel, type Part, tableOf } from '@sales-pipeline/page-kit/browser'
import { Pages } from '../data/pages.ts'
import type { DeadLetter, DeadLetters } from '../data/quality-answers.ts'
import { hrefOf, type Address } from '../model/address.ts'
import type { Format } from '../model/format.ts'
import { DEAD_LETTERS, type DeadLettersPlace } from '../model/place.ts'
import type { Context } from './context.ts'
import { trace } from './trace.ts'

const PAGE = 10
const ABSENT = 'This service keeps no dead letters: it runs with LINEAGE=off, or an older version of it does.'

/** What was refused on its way, and why: how much by service and code, and each, newest first. */
export function deadLetterParts({ address, format }: Context, place: DeadLettersPlace): readonly Part[] {
  const query = {
    ...(place.service !== null && { service: place.service }),
    ...(place.code !== null && { code: place.code }),
    limit: String(PAGE)
  }
  const pages = new Pages<DeadLetter, DeadLetters>('dead-letters', query)
  const part = panel<DeadLetters>({
    ...{ title: 'What was refused', class: 'letters', absent: ABSENT, lines: 8 },
    load: () => pages.newest(),
    show: (body, { summary, items, next }) => {
      const more = button('Show more', () => void pages.more().then(() => part.refresh()), { class: 'more' })
      const letters = h('ol', { class: 'cards' }, ...items.map((letter) => card(letter, format)))
      body.replaceChildren(
        ...(summary.length === 0 ? [] : [byCode(summary, address, place, format)]),
        items.length === 0 ? nothing('Nothing was refused.') : letters,
        ...(next === null ? [] : [more])
      )
    }
  })
  return [part]
}

function byCode(
  summary: DeadLetters['summary'],
  address: Address,
  chosen: DeadLettersPlace,
  format: Format
): HTMLElement {
  const isChosen = ({ service, code }: { readonly service: string; readonly code: string }): boolean =>
    service === chosen.service && code === chosen.code
  const all = h('a', { href: hrefOf({ ...address, place: DEAD_LETTERS }) }, 'Show all services and codes')
  const table = tableOf(
    'By service and code',
    [
      {
        ...{ name: 'Code', kind: 'name' },
        cell: ({ service, code }) => [
          h(
            'a',
            {
              href: hrefOf({ ...address, place: { kind: 'dead-letters', service, code } }),
              ...(isChosen({ service, code }) && { 'aria-current': 'true' })
            },
            bdi(code)
          ),
          h('span', { class: 'detail' }, bdi(service))
        ]
      },
      { name: 'Newest', kind: 'count', cell: ({ newest }) => format.moment(newest) },
      { name: 'Count', kind: 'figure', cell: ({ count }) => format.count(count) }
    ],
    summary,
    (row) => (isChosen(row) ? { class: 'chosen' } : {})
  )
  const isFiltered = chosen.service !== null || chosen.code !== null
  return h('div', { class: 'stack' }, table, isFiltered ? h('p', {}, all) : null)
}

function card(letter: DeadLetter, format: Format): HTMLElement {
  const { service, code, message, origin, violations, traceId, refusedAt, contentType, size } = letter
  const broken = violations.map(({ field, rule, version, message: why }) =>
    h('li', {}, h('code', {}, bdi(field)), ' ', bdi(why), h('span', { class: 'quiet' }, ` (${rule}@${version})`))
  )
  return h(
    'li',
    { class: 'card' },
    h(
      'p',
      { class: 'card-head' },
      h('strong', {}, bdi(code)),
      h('span', { class: 'quiet' }, bdi(service)),
      h('time', { datetime: refusedAt, class: 'quiet' }, format.moment(refusedAt))
    ),
    h('p', {}, bdi(message)),
    broken.length === 0 ? null : h('ul', { class: 'changes' }, ...broken),
    h(
      'p',
      { class: 'quiet' },
      bdi([origin.system, origin.dataset, origin.position].filter((part) => part !== '').join(' · ')),
      ` · ${format.lag(size, 'bytes')} of ${contentType} · trace `,
      trace(traceId)
    )
  )
}
