import { bdi, h, hidden, sign } from '@sales-pipeline/page-kit/browser'
import { rowsOf, type Entry, type Row } from '../model/ranking.ts'
import type { Format } from '../model/format.ts'

const MOVE_MS = 600
const EASING = 'cubic-bezier(0.2, 0.8, 0.2, 1)'

/** A ranking as a table whose lines move to their new ranks. */
export class RankingTable {
  readonly element: HTMLTableElement
  readonly #body = h('tbody')
  readonly #format: Format
  #before: readonly Entry[] | undefined

  constructor(caption: string, what: string, format: Format) {
    this.#format = format
    const heads = [h('th', { scope: 'col', class: 'rank' }, '#'), h('th', { scope: 'col' }, what)]
    const figures = ['Total', 'Sales'].map((name) => h('th', { scope: 'col', class: 'figure' }, name))
    this.element = h(
      'table',
      { class: 'ranking' },
      h('caption', { class: 'visually-hidden' }, caption),
      h('thead', {}, h('tr', {}, ...heads, ...figures)),
      this.#body
    )
  }

  show(entries: readonly Entry[]): void {
    const old = new Map([...this.#body.rows].map((line) => [line.dataset['key'] ?? '', line]))
    const tops = new Map([...old].map(([key, line]) => [key, line.getBoundingClientRect().top]))
    const focused = document.activeElement?.closest('tr')?.dataset['key']
    const lines = rowsOf(entries, this.#before).map((row) => this.#line(row))
    this.#body.replaceChildren(...lines)
    this.#before = entries
    for (const line of lines) {
      if (line.dataset['key'] === focused) line.querySelector('a')?.focus()
      move(line, tops.get(line.dataset['key'] ?? ''))
    }
  }

  #line(row: Row): HTMLTableRowElement {
    const bar = h('div', { class: 'bar', 'aria-hidden': 'true' })
    bar.style.setProperty('--share', String(row.share))
    const name = h('a', { href: row.href }, bdi(row.name))
    const detail = row.detail === '' ? null : h('span', { class: 'detail' }, bdi(row.detail))
    return h(
      'tr',
      { 'data-key': row.key, ...(row.isChanged && { class: 'changed' }) },
      h('td', { class: 'rank' }, this.#format.count(row.rank), movement(row.risen)),
      h('th', { scope: 'row' }, name, detail, bar),
      h('td', { class: 'figure' }, this.#format.money(row.total, row.currency)),
      h('td', { class: 'figure count' }, this.#format.count(row.count))
    )
  }
}

function movement(risen: number): HTMLElement | null {
  if (risen === 0) return null
  const way = risen > 0 ? 'up' : 'down'
  return h('span', { class: `moved ${way}` }, sign(way), hidden(` moved ${way}`))
}

/** From where the line was to where it is now; at once for those who want no motion. */
function move(line: HTMLElement, from: number | undefined): void {
  if (from === undefined || matchMedia('(prefers-reduced-motion: reduce)').matches) return
  const distance = from - line.getBoundingClientRect().top
  if (distance === 0) return
  line.animate([{ transform: `translateY(${distance}px)` }, { transform: 'none' }], {
    duration: MOVE_MS,
    easing: EASING
  })
}
