import { bdi, get, h, nothing, panel, type Part } from '@sales-pipeline/page-kit/browser'
import uPlot from 'uplot'
import type { Listed } from '../data/api.ts'
import { queryOf } from '../model/filter.ts'
import type { Format } from '../model/format.ts'
import { filled, greatest, seriesQuery, type Point } from '../model/series.ts'
import type { Context } from './context.ts'

const HEIGHT = 200
const SHORTEST_LINE = 70
const LABEL_WIDTH = 70
const HEADROOM = 1.05

interface ChartOptions {
  readonly title: string
  /** Of the API: whose totals. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  /** Whether the filter's country narrows them. */
  readonly byCountry: boolean
}

/** Totals over time, drawn; the figures themselves are in a table below. */
export function chart(
  { address, currency, format, left }: Context,
  { title, path, byCountry, ...own }: ChartOptions
): Part {
  const { filter } = address
  const { by, ...range } = seriesQuery(filter)
  const { country } = queryOf(filter)
  const query = {
    ...own.query,
    by,
    ...range,
    ...(currency !== null && { currency }),
    ...(byCountry && country !== undefined && { country })
  }
  const drawing = new Drawing(currency ?? '', format, left)
  const details = h('details', { class: 'figures' })
  return panel<Listed<Point>>({
    ...{ title: `${title} by ${by}`, class: 'chart-panel', lines: 4 },
    load: () => get(path, query),
    show: (body, { items }) => {
      const points = filled(items, by)
      if (points.length === 0) {
        body.replaceChildren(nothing('No sales in this time.'))
        return
      }
      const isOpen = details.open
      details.replaceChildren(h('summary', {}, 'Figures'), figures(items, currency ?? '', format))
      details.open = isOpen
      if (!drawing.element.isConnected) body.replaceChildren(drawing.element, details)
      drawing.show(points)
    }
  })
}

/** What uPlot draws, in the colours of the page, as wide as there is room. */
class Drawing {
  readonly element = h('div', { class: 'chart' })
  readonly #readout = h('p', { class: 'readout' })
  readonly #canvas = h('div', { class: 'canvas', role: 'img', dir: 'ltr' })
  readonly #currency: string
  readonly #format: Format
  #points: readonly Point[] = []
  #plot: uPlot | undefined

  constructor(currency: string, format: Format, left: AbortSignal) {
    this.#currency = currency
    this.#format = format
    this.element.append(this.#readout, this.#canvas)
    const resized = new ResizeObserver(() => this.#plot?.setSize({ width: this.#canvas.clientWidth, height: HEIGHT }))
    resized.observe(this.#canvas)
    const draw = (): void => {
      this.#draw()
    }
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw, { signal: left })
    left.addEventListener('abort', () => {
      resized.disconnect()
      this.#plot?.destroy()
    })
  }

  show(points: readonly Point[]): void {
    if (JSON.stringify(points) === JSON.stringify(this.#points)) return
    this.#points = points
    this.#draw()
  }

  #draw(): void {
    const points = this.#points
    const best = greatest(points)
    if (best === undefined) return
    this.#plot?.destroy()
    const data = [points.map((_, i) => i), points.map(({ total }) => Number(total))] as uPlot.AlignedData
    this.#plot = new uPlot(this.#options(), data, this.#canvas)
    this.#canvas.ariaLabel = `From ${this.#format.date(points[0]?.date ?? '')} to ${this.#format.date(points.at(-1)?.date ?? '')}; most in ${this.#words(best)}.`
    this.#say(best, 'Most: ')
  }

  /** Each in its own direction. */
  #say({ date, total, count }: Point, before = ''): void {
    const parts = [this.#format.date(date), this.#format.money(total, this.#currency), this.#sales(count)]
    this.#readout.replaceChildren(before, ...parts.flatMap((part, i) => (i === 0 ? [bdi(part)] : [' · ', bdi(part)])))
  }

  #words({ date, total, count }: Point): string {
    return [this.#format.date(date), this.#format.money(total, this.#currency), this.#sales(count)].join(' · ')
  }

  #sales(count: number): string {
    return `${this.#format.count(count)} ${count === 1 ? 'sale' : 'sales'}`
  }

  #options(): uPlot.Options {
    const style = getComputedStyle(this.#canvas)
    const [accent, faint, text] = ['--accent', '--line', '--muted'].map((name) => style.getPropertyValue(name))
    const compact = new Intl.NumberFormat(navigator.languages as string[], { notation: 'compact' })
    const isBars = this.#points.length < SHORTEST_LINE
    const bars = uPlot.paths.bars?.({ size: [0.7, 28], radius: 0.15 })
    const axis = { stroke: text ?? '', font: `11px ${style.fontFamily}`, ticks: { show: false } }
    return {
      ...{ width: this.#canvas.clientWidth, height: HEIGHT, legend: { show: false }, padding: [8, 8, 0, 0] },
      cursor: { y: false, points: { show: !isBars }, drag: { x: false, y: false } },
      scales: {
        x: { time: false, range: (_plot, min, max) => [min - 0.5, max + 0.5] },
        // Bars are honest only from zero.
        y: { range: (_plot, min, max) => [Math.min(0, min), Math.max(0, max) * HEADROOM] }
      },
      axes: [
        {
          ...axis,
          ...{ grid: { show: false }, space: LABEL_WIDTH, size: 28 },
          values: (_plot, splits) => splits.map((i) => (this.#points[i] ? this.#format.date(this.#points[i].date) : ''))
        },
        {
          ...axis,
          grid: { stroke: faint ?? '', width: 1 },
          values: (_plot, splits) => splits.map((value) => compact.format(value)),
          size: 52
        }
      ],
      series: [
        {},
        {
          ...{ stroke: accent ?? '', width: isBars ? 0 : 1.5, ...(isBars && { fill: accent ?? '' }) },
          ...(isBars && bars !== undefined && { paths: bars }),
          points: { show: false }
        }
      ],
      hooks: {
        setCursor: [
          (plot) => {
            this.#point(plot.cursor.idx)
          }
        ]
      }
    }
  }

  #point(index: number | null | undefined): void {
    const best = greatest(this.#points)
    const point = index == null ? undefined : this.#points[index]
    if (point !== undefined) this.#say(point)
    else if (best !== undefined) this.#say(best, 'Most: ')
  }
}

function figures(points: readonly Point[], currency: string, format: Format): HTMLElement {
  const head = ['Time', 'Total', 'Sales'].map((name, i) =>
    h('th', { scope: 'col', class: i === 0 ? '' : 'figure' }, name)
  )
  const lines = points
    .toReversed()
    .map(({ date, total, count }) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row' }, format.date(date)),
        h('td', { class: 'figure' }, format.money(total, currency)),
        h('td', { class: 'figure count' }, format.count(count))
      )
    )
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Figures over time' },
    h('table', {}, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...lines))
  )
}
