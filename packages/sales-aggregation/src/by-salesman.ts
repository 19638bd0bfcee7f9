import type { SalesBySalesman, SalesBySalesmanKey } from '@sales-pipeline/contracts'
import type { Dimension } from './dimension.ts'

export type SalesmanGroup = Omit<SalesBySalesmanKey, 'shard'>

/** The name that a sale gives its salesman, and since when he bears it. */
export interface SalesmanShown {
  readonly salesman_name: string
  readonly sold_at: number
}

/** Sales per salesman, country, currency and day, under the name that the latest of them gives. */
export function bySalesman(): Dimension<SalesmanGroup, SalesmanShown, SalesBySalesman> {
  return {
    name: 'salesman',
    leaders: 1,
    groupLayout: { country: 'text', salesman_id: 'text', currency: 'text', day: 'integer' },
    shownLayout: { salesman_name: 'text', sold_at: 'integer' },
    group: ({ place, salesman, currency }, day) => ({
      country: place.country,
      salesman_id: salesman.id,
      currency,
      day
    }),
    shown: ({ salesman, sold_at }) => ({ salesman_name: salesman.name, sold_at }),
    rank: ({ sold_at }) => BigInt(sold_at),
    value: ({ total, count, leaders: [latest] }, version) => ({
      version,
      total,
      count: BigInt(count),
      salesman_name: latest?.shown.salesman_name ?? '',
      named_at: latest?.shown.sold_at ?? 0
    })
  }
}
