import { bdi, get, h, nothing, panel, type Part, tableOf } from '@sales-pipeline/page-kit/browser'
import type { Listed, SaleItem } from '../data/api.ts'
import { hrefOf } from '../model/address.ts'
import { queryOf } from '../model/filter.ts'
import type { CityPlace } from '../model/place.ts'
import { behindTotal } from './behind.ts'
import { chart } from './chart.ts'
import type { Context } from './context.ts'

/** One city: its totals over time, its largest sales, and all sales behind its total. */
export function cityParts(context: Context, { country, city, region }: CityPlace): readonly Part[] {
  const path = `cities/${encodeURIComponent(country)}/${encodeURIComponent(city)}`
  return [
    chart(context, { title: 'Sales', path: `${path}/totals`, query: { region }, byCountry: false }),
    largestSales(context, region, path),
    ...behindTotal(context, `lineage/${path}`, { region })
  ]
}

function largestSales({ address, currency, format }: Context, region: string, path: string): Part {
  const query = { ...queryOf({ ...address.filter, country: null }), region, ...(currency !== null && { currency }) }
  return panel<Listed<SaleItem>>({
    ...{ title: 'Largest sales', lines: 10 },
    load: () => get(`${path}/top-sales`, query),
    show: (body, { items }) => {
      const table = tableOf(
        'Largest sales',
        [
          { name: '#', kind: 'rank', cell: ({ rank }) => format.count(rank) },
          {
            ...{ name: 'Sale', kind: 'name' },
            cell: ({ saleId, salesmanName, product }) => [
              h('a', { href: hrefOf({ ...address, place: { kind: 'sale', id: saleId } }) }, bdi(saleId)),
              h('span', { class: 'detail' }, bdi(salesmanName)),
              product === null ? null : h('span', { class: 'detail below' }, bdi(product))
            ]
          },
          { name: 'Amount', kind: 'figure', cell: (sale) => format.money(sale.amount, sale.currency) },
          { name: 'Sold on', kind: 'count', cell: ({ soldAt }) => format.date(soldAt.slice(0, 10)) }
        ],
        items
      )
      body.replaceChildren(items.length === 0 ? nothing('No sales in this time and currency.') : table)
    }
  })
}
