import { get, h, nothing, panel, type Part, storedKey, urlOf } from '@sales-pipeline/page-kit/browser'
import type { CityItem, Listed, SalesmanItem } from '../data/api.ts'
import { hrefOf } from '../model/address.ts'
import { queryOf } from '../model/filter.ts'
import type { Place } from '../model/place.ts'
import type { Entry } from '../model/ranking.ts'
import type { Context } from './context.ts'
import { RankingTable } from './ranking-table.ts'

const FIRST = 10
const MOST = 5000

interface RankingOptions<Item> {
  readonly title: string
  readonly what: string
  readonly path: string
  readonly entry: (
    item: Item
  ) => Omit<Entry, 'rank' | 'total' | 'currency' | 'count' | 'href'> & { readonly place: Place }
}

export function topCities(context: Context): Part {
  return ranking<CityItem>(context, {
    ...{ title: 'Top cities', what: 'City', path: 'top-sales-per-city' },
    entry: ({ country, region, city }) => ({
      key: JSON.stringify([country, region, city]),
      name: city,
      detail: [region, country].filter((part) => part !== '').join(', '),
      place: { kind: 'city', country, region, city }
    })
  })
}

export function topSalesmen(context: Context): Part {
  return ranking<SalesmanItem>(context, {
    ...{ title: 'Top salesmen', what: 'Salesman', path: 'top-salesmen' },
    entry: ({ salesmanId, salesmanName }) => ({
      ...{ key: salesmanId, name: salesmanName, detail: '', place: { kind: 'salesman', id: salesmanId } }
    })
  })
}

function ranking<Item extends CityItem | SalesmanItem>(
  { address, currency, format }: Context,
  { title, what, path, entry }: RankingOptions<Item>
): Part {
  let limit = FIRST
  const table = new RankingTable(title, what, format)
  const query = { ...queryOf(address.filter), ...(currency !== null && { currency }) }
  const csv = h(
    'a',
    { class: 'tool', href: urlOf(`${path}.csv`, { ...query, limit: String(MOST) }), download: '' },
    'CSV'
  )
  // A download sends no key.
  csv.hidden = storedKey() !== null
  csv.ariaLabel = `${title} as CSV`
  const more = h('button', { type: 'button', class: 'more' }, 'Show more')
  more.addEventListener('click', () => {
    limit = Math.min(limit * 5, MOST)
    void part.refresh()
  })
  const part = panel<Listed<Item>>({
    ...{ title, tools: [csv], lines: FIRST },
    load: () => get(path, { ...query, limit: String(limit) }),
    show: (body, { items, next }) => {
      const entries = items.map((item): Entry => {
        const { place, ...named } = entry(item)
        const { rank, total, currency: code, count } = item
        return { ...named, rank, total, currency: code, count, href: hrefOf({ ...address, place }) }
      })
      table.show(entries)
      more.hidden = next === null || limit === MOST
      body.replaceChildren(...(items.length === 0 ? [nothing('No sales here yet.')] : [table.element, more]))
    }
  })
  return part
}
