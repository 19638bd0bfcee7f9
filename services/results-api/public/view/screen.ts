import { bdi, h, type Part } from '@sales-pipeline/page-kit/browser'
import { hrefOf } from '../model/address.ts'
import { RANKINGS } from '../model/place.ts'
import { chart } from './chart.ts'
import { cityParts } from './city.ts'
import type { Context } from './context.ts'
import { deadLetterParts } from './dead-letters.ts'
import { pipelineParts } from './pipeline/pipeline.ts'
import { topCities, topSalesmen } from './rankings.ts'
import { reconciliationParts } from './reconciliation.ts'
import { saleParts } from './sale.ts'
import { salesmanParts } from './salesman.ts'

/** Everything below the filters, for one address. */
export interface Screen {
  readonly elements: readonly HTMLElement[]
  /** What makes it old: new results, or time. */
  readonly follows: 'results' | 'time'
  refresh(): Promise<void>
}

export function screenOf(context: Context): Screen {
  const { kind } = context.address.place
  const title = h('h1', { id: 'title' })
  const parts = partsOf(context, (name) => {
    title.replaceChildren(bdi(name))
    document.title = `${name} · Sales`
  })
  // A sale has no chart: all of its parts stand side by side.
  const [wide, others] = kind === 'sale' ? [[], parts] : [parts.slice(0, 1), parts.slice(1)]
  const grid = h('div', { class: `grid ${kind}` }, ...others.map(({ element }) => element))
  const isDrilled = kind === 'city' || kind === 'salesman' || kind === 'sale'
  const isWatched = kind === 'pipeline' || kind === 'dead-letters' || kind === 'reconciliation'
  return {
    elements: [
      ...(isDrilled ? [trail(context)] : []),
      title,
      ...wide.map(({ element }) => element),
      ...(others.length === 0 ? [] : [grid])
    ],
    follows: isWatched ? 'time' : 'results',
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
    case 'sale':
      titled(`Sale ${place.id}`)
      return saleParts(context, place.id)
    case 'pipeline':
      titled('The pipeline')
      return pipelineParts(context, place)
    case 'dead-letters':
      titled('Dead letters')
      return deadLetterParts(context, place)
    case 'reconciliation':
      titled('Reconciliation')
      return reconciliationParts(context, place)
  }
}

function trail({ address }: Context): HTMLElement {
  const back = h('a', { href: hrefOf({ ...address, place: RANKINGS }) }, 'All rankings')
  return h('nav', { class: 'trail', 'aria-label': 'Back' }, back)
}
