import { get, type Salesman } from '../data/api.ts'
import type { Context, Part } from './context.ts'
import { bdi, h } from './dom.ts'
import { chart } from './chart.ts'
import { panel } from './panel.ts'

/** One salesman: totals over time, and totals and ranks in each country. */
export function salesmanParts(context: Context, id: string, named: (name: string) => void): readonly Part[] {
  const { format } = context
  const path = `salesmen/${encodeURIComponent(id)}`
  const standings = panel<Salesman>({
    ...{ title: 'Of all time', lines: 6 },
    load: () => get(path),
    show: (body, { salesmanName, totals }) => {
      named(salesmanName)
      const lines = totals.map(({ country, rank, total, currency, count }) =>
        h(
          'tr',
          {},
          h('td', { class: 'rank' }, format.count(rank)),
          h('th', { scope: 'row' }, country === null ? 'All countries' : bdi(country)),
          h('td', { class: 'figure' }, format.money(total, currency)),
          h('td', { class: 'figure count' }, format.count(count))
        )
      )
      const heads = [
        h('th', { scope: 'col', class: 'rank' }, '#'),
        h('th', { scope: 'col' }, 'Country'),
        ...['Total', 'Sales'].map((name) => h('th', { scope: 'col', class: 'figure' }, name))
      ]
      const table = h('table', { class: 'ranking' }, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines))
      body.replaceChildren(table)
    }
  })
  return [chart(context, { title: 'Sales', path: `${path}/totals`, byCountry: true }), standings]
}
