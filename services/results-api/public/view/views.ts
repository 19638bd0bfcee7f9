import { h } from '@sales-pipeline/page-kit/browser'
import { hrefOf, type Address } from '../model/address.ts'
import { DEAD_LETTERS, PIPELINE, RANKINGS, RECONCILIATION, type Place } from '../model/place.ts'

const VIEWS: readonly (readonly [name: string, place: Place])[] = [
  ['Rankings', RANKINGS],
  ['Pipeline', PIPELINE],
  ['Dead letters', DEAD_LETTERS],
  ['Reconciliation', RECONCILIATION]
]

/** Links to the views, with what is filtered kept. */
export function viewLinks(address: Address): readonly HTMLElement[] {
  const current = VIEWS.find(([, { kind }]) => kind === address.place.kind)?.[0] ?? 'Rankings'
  return VIEWS.map(([name, place]) =>
    h('a', { href: hrefOf({ ...address, place }), ...(name === current && { 'aria-current': 'page' }) }, name)
  )
}

/** Whether its figures depend on the filters. */
export function isFiltered({ kind }: Place): boolean {
  return kind === 'rankings' || kind === 'city' || kind === 'salesman'
}
