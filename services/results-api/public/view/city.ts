import { get, type Listed, type SaleItem } from '../data/api.ts'
import { hrefOf, queryOf, type CityPlace } from '../model/address.ts'
import { chart } from './chart.ts'
import type { Context, Part } from './context.ts'
import { bdi, h } from './dom.ts'
import { nothing, panel } from './panel.ts'

/** One city: its totals over time, its largest sales, and the one of them that is looked at. */
export function cityParts(context: Context, place: CityPlace): readonly Part[] {
  const path = pathOf(place)
  return [
    chart(context, { title: 'Sales', path: `${path}/totals`, query: { region: place.region }, byCountry: false }),
    largestSales(context, place, path)
  ]
}

function largestSales({ address, currency, format }: Context, place: CityPlace, path: string): Part {
  const query = { ...queryOf({ ...address.filter, country: null }), region: place.region }
  return panel<Listed<SaleItem>>({
    ...{ title: 'Largest sales', lines: 10, class: 'sales-panel' },
    load: () => get(`${path}/top-sales`, { ...query, ...(currency !== null && { currency }) }),
    show: (body, { items }) => {
      const chosen = items.find(({ saleId }) => saleId === place.sale)
      const lines = items.map((sale) => {
        const href = hrefOf({ ...address, place: { ...place, sale: sale.saleId } })
        const link = h('a', { href, ...(sale === chosen && { 'aria-current': 'true' }) }, bdi(sale.saleId))
        return h(
          'tr',
          { ...(sale === chosen && { class: 'chosen' }) },
          h('td', { class: 'rank' }, format.count(sale.rank)),
          h('th', { scope: 'row' }, link, h('span', { class: 'detail' }, bdi(sale.salesmanName))),
          h('td', { class: 'figure' }, format.money(sale.amount, sale.currency)),
          h('td', { class: 'figure count' }, format.date(sale.soldAt.slice(0, 10)))
        )
      })
      const missing = place.sale !== null && chosen === undefined
      body.replaceChildren(
        ...(chosen === undefined ? [] : [saleDetails(chosen, place, format)]),
        ...(missing ? [nothing('That sale is not among the largest of this city, in this time and currency.')] : []),
        ...(items.length === 0 ? [nothing('No sales in this time and currency.')] : [salesTable(lines)])
      )
    }
  })

  function saleDetails(sale: SaleItem, at: CityPlace, { money, instant }: Context['format']): HTMLElement {
    const salesman = hrefOf({ ...address, place: { kind: 'salesman', id: sale.salesmanId } })
    const facts: [string, Node | string][] = [
      ['Sale', bdi(sale.saleId)],
      ['Amount', money(sale.amount, sale.currency)],
      ['Sold at', instant(sale.soldAt)],
      ['Salesman', h('a', { href: salesman }, bdi(sale.salesmanName))],
      ['City', bdi([at.city, sale.region, at.country].filter((part) => part !== '').join(', '))],
      ['Product', sale.product === null ? 'not told' : bdi(sale.product)]
    ]
    const entries = facts.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)])
    const close = h('a', { class: 'tool', href: hrefOf({ ...address, place: { ...at, sale: null } }) }, 'Close')
    return h('article', { class: 'sale', 'aria-label': 'One sale' }, h('dl', {}, ...entries), close)
  }
}

function salesTable(lines: readonly HTMLElement[]): HTMLElement {
  const heads = [
    h('th', { scope: 'col', class: 'rank' }, '#'),
    h('th', { scope: 'col' }, 'Sale'),
    h('th', { scope: 'col', class: 'figure' }, 'Amount'),
    h('th', { scope: 'col', class: 'figure' }, 'Sold on')
  ]
  return h('table', { class: 'ranking' }, h('thead', {}, h('tr', {}, ...heads)), h('tbody', {}, ...lines))
}

function pathOf({ country, city }: CityPlace): string {
  return `cities/${encodeURIComponent(country)}/${encodeURIComponent(city)}`
}
