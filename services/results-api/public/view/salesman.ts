import { bdi, get, panel, type Part, tableOf } from '@sales-pipeline/page-kit/browser'
import type { Salesman } from '../data/api.ts'
import { queryOf } from '../model/filter.ts'
import { behindTotal } from './behind.ts'
import { chart } from './chart.ts'
import type { Context } from './context.ts'

/** One salesman: totals over time, totals and ranks in each country, and the sales behind them. */
export function salesmanParts(context: Context, id: string, named: (name: string) => void): readonly Part[] {
  const { format, address } = context
  const path = `salesmen/${encodeURIComponent(id)}`
  const { country } = queryOf(address.filter)
  const standings = panel<Salesman>({
    ...{ title: 'Of all time', lines: 6 },
    load: () => get(path),
    show: (body, { salesmanName, totals }) => {
      named(salesmanName)
      const table = tableOf(
        'Totals of all time',
        [
          { name: '#', kind: 'rank', cell: ({ rank }) => format.count(rank) },
          {
            name: 'Country',
            kind: 'name',
            cell: (total) => (total.country === null ? 'All countries' : bdi(total.country))
          },
          { name: 'Total', kind: 'figure', cell: ({ total, currency }) => format.money(total, currency) },
          { name: 'Sales', kind: 'count', cell: ({ count }) => format.count(count) }
        ],
        totals
      )
      body.replaceChildren(table)
    }
  })
  return [
    chart(context, { title: 'Sales', path: `${path}/totals`, byCountry: true }),
    standings,
    ...behindTotal(context, `lineage/${path}`, country === undefined ? {} : { country })
  ]
}
