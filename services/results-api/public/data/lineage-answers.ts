/** What the API says of one sale, and of the sales behind a total. */
export interface SaleLineage {
  readonly saleId: string
  readonly deleted: boolean
  readonly sale: SaleState | null
  readonly source: SaleSource | null
  readonly record: SaleRecord & { readonly topic: string }
  readonly rules: readonly { readonly id: string; readonly field: string; readonly passed: boolean }[]
  readonly totals: readonly SaleTotal[]
  readonly history: readonly SaleVersion[]
}

export interface SaleState {
  readonly country: string
  readonly region: string
  readonly city: string
  readonly salesmanId: string
  readonly salesmanName: string
  readonly amount: string
  readonly currency: string
  readonly soldAt: string
  readonly day: string
  readonly product: string | null
}

export interface SaleSource {
  readonly name: string
  readonly system: string
  readonly dataset: string
  readonly position: string
  readonly observedAt: string
  readonly table: string | null
  readonly lsn: string | null
  readonly file: string | null
  readonly contentHash: string | null
  readonly record: string | null
  readonly operation: string | null
  readonly host: string | null
  readonly change: string | null
}

export interface SaleRecord {
  readonly partition: number
  readonly offset: string
  readonly recordedAt: string
  readonly traceId: string | null
}

export interface SaleTotal {
  readonly of: 'city' | 'salesman'
  readonly name: string
  /** Null: all countries together. */
  readonly country: string | null
  readonly period: 'all' | 'year' | 'month' | 'day'
  readonly date: string | null
}

export interface SaleVersion extends SaleRecord {
  readonly deleted: boolean
  readonly state: SaleState | null
  readonly changed: readonly string[]
}

export interface Sum {
  readonly total: string
  readonly count: number
}

export interface BehindTotal extends Sum {
  readonly currency: string
  /** What the ranking shows for the same. */
  readonly ranking: Sum
  readonly consistent: boolean
  readonly lagRecords: number
  readonly sources: readonly (Sum & { readonly source: string })[]
  readonly items: readonly CountedSale[]
  readonly next: string | null
}

export interface CountedSale extends SaleState {
  readonly saleId: string
  readonly source: string
}
