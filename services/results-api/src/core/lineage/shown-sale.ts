import type { SaleHistory, SaleState, SaleVersion } from '../../lineage-ports.ts'
import { PERIODS, spanDate, spanOf } from '../period.ts'
import { sumText } from '../rankings.ts'
import { originOf } from './origin.ts'
import { rulesOf, sourceOf } from './sale-record.ts'

/** Everything that is known of a sale, as it is shown. */
export function shownSale(saleId: string, topic: string, { versions, lastKnown }: SaleHistory) {
  const [newest] = versions
  const state = lastKnown?.state ?? null
  const deleted = newest?.deleted ?? false
  return {
    ...{ saleId, deleted },
    sale: state && { version: state.version, ...shownState(state) },
    source: state && {
      ...{ name: sourceOf(saleId), ...provenanceOf(state), observedAt: state.observedAt.toISOString() },
      ...originOf(state)
    },
    record: { topic, ...placeOf(newest ?? NO_RECORD) },
    rules: state === null ? [] : rulesOf(asContract(saleId, state)),
    totals: state === null || deleted ? [] : totalsOf(state, newest?.partition ?? 0),
    history: versions.map((version, index) => ({
      ...{ ...placeOf(version), deleted: version.deleted },
      state: version.state && {
        ...{ version: version.state.version, ...shownState(version.state), ...provenanceOf(version.state) },
        observedAt: version.state.observedAt.toISOString()
      },
      changed: changedFields(version.state, versions.slice(index + 1).find(({ state: known }) => known !== null)?.state)
    }))
  }
}

const NO_RECORD = { partition: 0, offset: '0', recordedAt: new Date(0), traceId: null }

function placeOf({ partition, offset, recordedAt, traceId }: Pick<SaleVersion, keyof typeof NO_RECORD>) {
  return { partition, offset, recordedAt: recordedAt.toISOString(), traceId }
}

export function shownState(state: Omit<SaleState, 'version' | 'observedAt'>) {
  const { country, region, city, salesmanId, salesmanName, amount, currency, soldAt, day, product } = state
  return {
    ...{ country, region, city, salesmanId, salesmanName, amount: sumText(amount), currency },
    ...{ soldAt: soldAt.toISOString(), day, product }
  }
}

export function provenanceOf({ system, dataset, position }: Pick<SaleState, 'system' | 'dataset' | 'position'>) {
  return { system, dataset, position }
}

type ShownField = keyof ReturnType<typeof shownState>

function changedFields(state: SaleState | null, before: SaleState | null | undefined): string[] {
  if (state === null || before === null || before === undefined) return []
  const [now, then] = [shownState(state), shownState(before)]
  return (Object.keys(now) as ShownField[]).filter((field) => now[field] !== then[field])
}

/** A state in the names of the contract, which its rules speak of. */
function asContract(
  saleId: string,
  { city, region, country, salesmanId, salesmanName, currency, product, soldAt }: SaleState
) {
  return {
    ...{ sale_id: saleId, place: { city, region, country }, salesman: { id: salesmanId, name: salesmanName } },
    ...{ currency, product, sold_at: soldAt.getTime() }
  }
}

/** City and salesman, each in every period: what an edit of this sale moves. */
function totalsOf({ country, region, city, salesmanId, currency, day }: SaleState, shard: number) {
  const cityPath = `/api/v1/lineage/cities/${encodeURIComponent(country)}/${encodeURIComponent(city)}`
  const salesmanPath = `/api/v1/lineage/salesmen/${encodeURIComponent(salesmanId)}`
  return PERIODS.flatMap((period) => {
    const date = spanDate(spanOf(period, day))
    const filter = { currency, period, ...(date !== null && { date }) }
    const href = (path: string, own: Readonly<Record<string, string>>): string =>
      `${path}?${new URLSearchParams({ ...own, ...filter }).toString()}`
    const common = { period, date, shard }
    return [
      { of: 'city' as const, name: city, country, ...common, href: href(cityPath, { region }) },
      { of: 'salesman' as const, name: salesmanId, country, ...common, href: href(salesmanPath, { country }) },
      { of: 'salesman' as const, name: salesmanId, country: null, ...common, href: href(salesmanPath, {}) }
    ]
  })
}
