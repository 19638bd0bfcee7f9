export interface CityItem {
  readonly rank: number
  readonly country: string
  readonly region: string
  readonly city: string
  readonly currency: string
  readonly total: string
  readonly count: number
}

export interface SalesmanItem {
  readonly rank: number
  readonly country: string | null
  readonly salesmanId: string
  readonly salesmanName: string
  readonly currency: string
  readonly total: string
  readonly count: number
}

export interface SaleItem {
  readonly rank: number
  readonly saleId: string
  readonly amount: string
  readonly currency: string
  readonly soldAt: string
  readonly region: string
  readonly salesmanId: string
  readonly salesmanName: string
  readonly product: string | null
}

export interface Salesman {
  readonly salesmanId: string
  readonly salesmanName: string
  readonly totals: readonly Omit<SalesmanItem, 'salesmanId' | 'salesmanName'>[]
}

export interface Listed<Item> {
  readonly items: readonly Item[]
  readonly next?: string | null
  readonly asOf: string | null
}
