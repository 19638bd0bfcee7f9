import type { CountedSale, NamedRun, SaleState, SaleVersion } from '../../lineage-ports.ts'

export interface RunRow {
  readonly namespace: string
  readonly name: string
  readonly run_id: string
  readonly state: string
  readonly started_at: Date
  readonly event_at: Date
  readonly ended_at: Date | null
  readonly error: string | null
  readonly progress: NamedRun['progress']
}

export function runOf({
  namespace,
  name,
  run_id,
  state,
  started_at,
  event_at,
  ended_at,
  error,
  progress
}: RunRow): NamedRun {
  return {
    ...{ namespace, name, runId: run_id, state, error, progress },
    ...{ startedAt: started_at, eventAt: event_at, endedAt: ended_at }
  }
}

/** Columns of sale_version that a tombstone has not. */
interface StateColumns {
  readonly version: string
  readonly country: string
  readonly region: string
  readonly city: string
  readonly salesman_id: string
  readonly salesman_name: string
  readonly amount: string
  readonly currency: string
  readonly sold_at: Date
  readonly day: string
  readonly product: string | null
  readonly system: string
  readonly dataset: string
  readonly position: string
  readonly observed_at: Date
}

interface PlaceColumns {
  readonly partition: number
  readonly record_offset: string
  readonly trace_id: string | null
}

export interface VersionRow extends StateColumns, PlaceColumns {
  readonly deleted: boolean
  readonly recorded_at: Date
}

export function versionOf(row: VersionRow): SaleVersion {
  return {
    ...{ partition: row.partition, offset: row.record_offset, deleted: row.deleted },
    ...{ recordedAt: row.recorded_at, traceId: row.trace_id },
    state: row.deleted ? null : { ...stateOf(row), version: row.version, observedAt: row.observed_at }
  }
}

export interface SaleRow extends Omit<StateColumns, 'version' | 'observed_at'>, PlaceColumns {
  readonly sale_id: string
  readonly source: string
}

export function countedSaleOf(row: SaleRow): CountedSale {
  return {
    ...{ saleId: row.sale_id, source: row.source, partition: row.partition, offset: row.record_offset },
    ...{ traceId: row.trace_id },
    ...stateOf(row)
  }
}

function stateOf(row: Omit<StateColumns, 'version' | 'observed_at'>): Omit<SaleState, 'version' | 'observedAt'> {
  return {
    ...{ country: row.country, region: row.region, city: row.city },
    ...{ salesmanId: row.salesman_id, salesmanName: row.salesman_name },
    ...{ amount: row.amount, currency: row.currency, soldAt: row.sold_at, day: row.day, product: row.product },
    ...{ system: row.system, dataset: row.dataset, position: row.position }
  }
}
