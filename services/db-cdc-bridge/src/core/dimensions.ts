/** A salesman, as far as a sale shows him. */
export interface SalesmanRow {
  readonly name: string | null
}

/** A city, as far as a sale shows it. */
export interface CityRow {
  readonly name: string | null
  readonly region: string | null
  readonly country: string | null
}

/** The tables that sales refer to, held in memory. */
export interface Dimensions {
  readonly salesman: Map<string, SalesmanRow>
  readonly city: Map<string, CityRow>
}

/** No salesman and no city. */
export function noDimensions(): Dimensions {
  return { salesman: new Map(), city: new Map() }
}

/** Whether two rows show alike in every sale. */
export function sameCity(a: CityRow | undefined, b: CityRow): boolean {
  return a?.name === b.name && a.region === b.region && a.country === b.country
}

/** Whether two rows show alike in every sale. */
export function sameSalesman(a: SalesmanRow | undefined, b: SalesmanRow): boolean {
  return a?.name === b.name
}
