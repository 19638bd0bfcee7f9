import { filterEntries, readFilter, type Filter } from './filter.ts'
import { placeEntries, readPlace, type Place } from './place.ts'

/** What the page shows, as its URL says it. */
export interface Address {
  readonly filter: Filter
  readonly place: Place
}

export function readAddress(search: string): Address {
  const query = new URLSearchParams(search)
  const given = (name: string): string | null => query.get(name)
  return { filter: readFilter(given), place: readPlace(given) }
}

/** The link that leads there. */
export function hrefOf({ filter, place }: Address): string {
  const text = new URLSearchParams([...filterEntries(filter), ...placeEntries(place)]).toString()
  return text === '' ? '/' : `/?${text}`
}
