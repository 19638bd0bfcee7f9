import type { LargestSale, SalesByCity, SalesByCityKey } from '@sales-pipeline/contracts'
import type { Dimension } from './dimension.ts'

export type CityGroup = Omit<SalesByCityKey, 'shard'>
export type CityShown = Omit<LargestSale, 'sale_id' | 'amount'>

/** Sales per city, currency and day, each with its largest sales. */
export function byCity(options: { readonly largestSales: number }): Dimension<CityGroup, CityShown, SalesByCity> {
  return {
    name: 'city',
    leaders: options.largestSales,
    groupLayout: { country: 'text', region: 'text', city: 'text', currency: 'text', day: 'integer' },
    shownLayout: { sold_at: 'integer', salesman_id: 'text', salesman_name: 'text', product: 'optional text' },
    group: ({ place: { country, region, city }, currency }, day) => ({ country, region, city, currency, day }),
    shown: ({ sold_at, salesman, product }) => ({
      sold_at,
      salesman_id: salesman.id,
      salesman_name: salesman.name,
      product
    }),
    rank: ({ amount }) => amount,
    value: ({ total, count, leaders }, version) => ({
      version,
      total,
      count: BigInt(count),
      largest: leaders.map(({ saleId, amount, shown }) => ({ sale_id: saleId, amount, ...shown }))
    })
  }
}
