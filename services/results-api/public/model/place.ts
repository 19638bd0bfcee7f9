/** What of the page is looked at. */
export type Place =
  | { readonly kind: 'rankings' }
  | CityPlace
  | { readonly kind: 'salesman'; readonly id: string }
  | { readonly kind: 'sale'; readonly id: string }
  | PipelinePlace
  | DeadLettersPlace
  | ReconciliationPlace

export interface CityPlace {
  readonly kind: 'city'
  readonly country: string
  readonly city: string
  readonly region: string
}

export interface DatasetName {
  readonly namespace: string
  readonly name: string
}

export interface PipelinePlace {
  readonly kind: 'pipeline'
  /** The one whose fields are looked at. */
  readonly dataset: DatasetName | null
  readonly field: string | null
}

export interface DeadLettersPlace {
  readonly kind: 'dead-letters'
  readonly service: string | null
  readonly code: string | null
}

export const COMPARISONS = ['agreed', 'differs', 'moving', 'notJudged'] as const
export type Comparison = (typeof COMPARISONS)[number]

export interface ReconciliationPlace {
  readonly kind: 'reconciliation'
  readonly state: Comparison | null
  readonly source: string | null
  readonly day: string | null
}

export const RANKINGS: Place = { kind: 'rankings' }
export const PIPELINE: PipelinePlace = { kind: 'pipeline', dataset: null, field: null }
export const DEAD_LETTERS: DeadLettersPlace = { kind: 'dead-letters', service: null, code: null }
export const RECONCILIATION: ReconciliationPlace = { kind: 'reconciliation', state: null, source: null, day: null }

type Given = (name: string) => string | null

/** Reads any query; what makes no sense in it is left out. */
export function readPlace(given: Given): Place {
  const filled: Given = (name) => (given(name) === '' ? null : given(name))
  const [city, country, salesman, sale] = [filled('city'), filled('in'), filled('salesman'), filled('sale')]
  const view = given('view')
  if (view === 'pipeline') return readPipeline(filled)
  if (view === 'dead-letters') return { kind: view, service: filled('service'), code: filled('code') }
  if (view === 'reconciliation') return readReconciliation(filled)
  if (sale !== null) return { kind: 'sale', id: sale }
  if (city !== null && country !== null) return { kind: 'city', country, city, region: given('region') ?? '' }
  return salesman === null ? RANKINGS : { kind: 'salesman', id: salesman }
}

function readPipeline(filled: Given): PipelinePlace {
  const [namespace, name] = [filled('store'), filled('dataset')]
  if (namespace === null || name === null) return PIPELINE
  return { kind: 'pipeline', dataset: { namespace, name }, field: filled('field') }
}

function readReconciliation(filled: Given): ReconciliationPlace {
  const [state, day] = [filled('state'), filled('day')]
  return {
    kind: 'reconciliation',
    state: COMPARISONS.find((one) => one === state) ?? null,
    source: filled('source'),
    day: day !== null && /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : null
  }
}

/** What a URL says of it. */
export function placeEntries(place: Place): [string, string][] {
  return Object.entries(namesOf(place)).flatMap(([name, value]): [string, string][] =>
    value === null || value === undefined ? [] : [[name, value]]
  )
}

function namesOf(place: Place): Readonly<Record<string, string | null | undefined>> {
  switch (place.kind) {
    case 'rankings':
      return {}
    case 'city':
      return { in: place.country, region: place.region || null, city: place.city }
    case 'salesman':
      return { salesman: place.id }
    case 'sale':
      return { sale: place.id }
    case 'pipeline':
      return { view: place.kind, store: place.dataset?.namespace, dataset: place.dataset?.name, field: place.field }
    case 'dead-letters':
      return { view: place.kind, service: place.service, code: place.code }
    case 'reconciliation':
      return { view: place.kind, state: place.state, source: place.source, day: place.day }
  }
}
