import { hrefOf, type Address } from '../model/address.ts'
import { chart } from './chart.ts'
import { cityParts } from './city.ts'
import type { Context, Part } from './context.ts'
import { bdi, h } from './dom.ts'
import { topCities, topSalesmen } from './rankings.ts'
import { salesmanParts } from './salesman.ts'

/** Everything below the filters, for one address. */
export interface Screen {
  readonly elements: readonly HTMLElement[]
  refresh(): Promise<void>
}

export function screenOf(context: Context): Screen {
  const { place, filter } = context.address
  const title = h('h1', { id: 'title' })
  const parts = partsOf(context, (name) => {
    title.replaceChildren(bdi(name))
    document.title = `${name} · Sales rankings`
  })
  const [wide, ...others] = parts
  const grid = h('div', { class: 'grid' }, ...others.map(({ element }) => element))
  const path = place.kind === 'rankings' ? [] : [trail({ filter, place: { kind: 'rankings' } })]
  return {
    elements: [...path, title, ...(wide === undefined ? [] : [wide.element]), grid],
    refresh: async () => {
      await Promise.all(parts.map((part) => part.refresh()))
    }
  }
}

function partsOf(context: Context, titled: (name: string) => void): readonly Part[] {
  const { place, filter } = context.address
  switch (place.kind) {
    case 'rankings':
      titled(filter.country ?? 'All countries')
      return [
        chart(context, { title: 'Sales', path: 'totals', byCountry: true }),
        topCities(context),
        topSalesmen(context)
      ]
    case 'city':
      titled([place.city, place.region, place.country].filter((part) => part !== '').join(', '))
      return cityParts(context, place)
    case 'salesman':
      titled('Salesman')
      return salesmanParts(context, place.id, titled)
  }
}

function trail(back: Address): HTMLElement {
  return h('nav', { class: 'trail', 'aria-label': 'Back' }, h('a', { href: hrefOf(back) }, 'All rankings'))
}
