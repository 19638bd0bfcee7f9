import { topSales } from './city-sales.ts'
import type { DeadLetterReads } from '../../../dead-letter-ports.ts'
import type { ReconciliationReads } from '../../../reconciliation-ports.ts'
import { deadLettersEndpoint } from './dead-letters.ts'
import type { Endpoint } from './endpoint.ts'
import { countries, currencies } from './filters.ts'
import { lineageEndpoints, type LineageEndpointsOptions } from './lineage.ts'
import { topCities, topSalesmen } from './rankings.ts'
import { reconciliationEndpoint } from './reconciliation.ts'
import { salesman } from './salesman.ts'
import { cityTotals, salesmanTotals, totals } from './series.ts'

export interface EndpointsOptions {
  readonly largestSales: number
  readonly lineage: LineageEndpointsOptions
  readonly deadLetters: DeadLetterReads
  readonly reconciliation: ReconciliationReads
}

/** Every question that the API answers. */
export function endpoints({
  largestSales,
  lineage,
  deadLetters,
  reconciliation
}: EndpointsOptions): readonly Endpoint[] {
  return [
    ...[topCities, topSales(largestSales), cityTotals],
    ...[topSalesmen, salesman, salesmanTotals],
    ...[totals, countries, currencies],
    ...lineageEndpoints(lineage),
    ...[reconciliationEndpoint(reconciliation), deadLettersEndpoint(deadLetters)]
  ]
}
