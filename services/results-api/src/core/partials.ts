import type {
  SalesByCity,
  SalesByCityKey,
  SalesBySalesman,
  SalesBySalesmanKey,
  Version,
  Violation
} from '@sales-pipeline/contracts'

/** What one shard says of one group. */
export interface ShardPartial<K, V extends { readonly version: Version }> {
  readonly key: K
  readonly value: V
}

export type CityPartial = ShardPartial<SalesByCityKey, SalesByCity>
export type SalesmanPartial = ShardPartial<SalesBySalesmanKey, SalesBySalesman>

/** The longest text of a key, in UTF-16 units: as in the rules of `sales`, and short enough for any index. */
const LONGEST_TEXT = 200
const MILLISECONDS_OF_DAY = 86_400_000
const FIRST_DAY = Date.parse('0001-01-01') / MILLISECONDS_OF_DAY
const LAST_DAY = Date.parse('9999-12-31') / MILLISECONDS_OF_DAY
const FARTHEST_INSTANT = 8.64e15
const CURRENCY = /^[A-Z]{3}$/

/**
 * The newest partial of each group, in the order of their first occurrence. Of equal versions the later record stays:
 * it is the same.
 */
export function newestOfEach<P extends ShardPartial<unknown, { readonly version: Version }>>(
  partials: Iterable<P>,
  groupOf: (partial: P) => string
): P[] {
  const newest = new Map<string, P>()
  for (const partial of partials) {
    const group = groupOf(partial)
    const known = newest.get(group)
    if (known === undefined || !isNewer(known.value.version, partial.value.version)) newest.set(group, partial)
  }
  return [...newest.values()]
}

function isNewer(a: Version, b: Version): boolean {
  return a.generation === b.generation ? a.offset > b.offset : a.generation > b.generation
}

/** A text that differs for different groups; NUL is in no valid text. */
export function cityGroup({ key }: CityPartial): string {
  return `${key.country}\0${key.region}\0${key.city}\0${key.currency}\0${key.day}\0${key.shard}`
}

export function salesmanGroup({ key }: SalesmanPartial): string {
  return `${key.country}\0${key.salesman_id}\0${key.currency}\0${key.day}\0${key.shard}`
}

/** An epoch day as an ISO date. */
export function isoDay(day: number): string {
  return new Date(day * MILLISECONDS_OF_DAY).toISOString().slice(0, 10)
}

/** Why the store cannot hold a city's partial: its producer broke the contract's meaning, if not its schema. */
export function cityViolations({ key, value }: CityPartial): Violation[] {
  return [
    ...groupViolations(key, value.count),
    ...textViolations('city', key.city, 1),
    ...textViolations('region', key.region, 0),
    ...value.largest.flatMap((sale, index) => [
      ...textViolations(`largest.${index}.sale_id`, sale.sale_id, 1),
      ...instantViolations(`largest.${index}.sold_at`, sale.sold_at)
    ])
  ]
}

export function salesmanViolations({ key, value }: SalesmanPartial): Violation[] {
  return [
    ...groupViolations(key, value.count),
    ...textViolations('salesman_id', key.salesman_id, 1),
    ...textViolations('salesman_name', value.salesman_name, 0),
    ...instantViolations('named_at', value.named_at)
  ]
}

interface GroupKey {
  readonly country: string
  readonly currency: string
  readonly day: number
  readonly shard: number
}

function groupViolations({ country, currency, day, shard }: GroupKey, count: bigint): Violation[] {
  return [
    ...textViolations('country', country, 1),
    ...violation(CURRENCY.test(currency), 'currency', 'currency', 'must be three capital letters'),
    ...violation(day >= FIRST_DAY && day <= LAST_DAY, 'day', 'day', 'must lie in the years 1 to 9999'),
    ...violation(shard >= 0, 'shard', 'shard', 'must not be negative'),
    ...violation(count >= 0n, 'count', 'count', 'must not be negative')
  ]
}

function textViolations(field: string, text: string, shortest: number): Violation[] {
  return [
    ...violation(!text.includes('\0'), field, 'text', 'must not contain U+0000'),
    ...violation(
      text.length >= shortest && text.length <= LONGEST_TEXT,
      field,
      'length',
      `must have ${shortest} to ${LONGEST_TEXT} characters`
    )
  ]
}

function instantViolations(field: string, epochMs: number): Violation[] {
  return violation(Math.abs(epochMs) <= FARTHEST_INSTANT, field, 'instant', 'must be an instant of the calendar')
}

function violation(holds: boolean, field: string, rule: string, message: string): Violation[] {
  return holds ? [] : [{ field, rule, message }]
}
