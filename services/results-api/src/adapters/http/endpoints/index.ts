import { topSales } from './city-sales.ts'
import type { Endpoint } from './endpoint.ts'
import { countries, currencies } from './filters.ts'
import { topCities, topSalesmen } from './rankings.ts'
import { salesman } from './salesman.ts'
import { cityTotals, salesmanTotals, totals } from './series.ts'

/** Every question that the API answers. */
export function endpoints(options: { readonly largestSales: number }): readonly Endpoint[] {
  return [
    ...[topCities, topSales(options.largestSales), cityTotals],
    ...[topSalesmen, salesman, salesmanTotals],
    ...[totals, countries, currencies]
  ]
}
