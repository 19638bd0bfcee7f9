import type { AggregationLineage } from '@sales-pipeline/aggregator'
import { aggregated, groupedBy, identity, sortedBy, transformed } from '@sales-pipeline/lineage'

/** What a total per city is made of. */
export const lineage: AggregationLineage = {
  description: 'Keeps total, count and largest sales of each city, currency and day, exact under edits and deletes.',
  columns: (sales) => {
    const group = groupedBy(sales, 'place.country', 'place.region', 'place.city', 'currency', 'sold_at')
    const largest = (field: string) => [...identity(sales, field), ...sortedBy(sales, 'amount', 'sale_id'), ...group]
    return {
      'key.country': identity(sales, 'place.country'),
      'key.region': identity(sales, 'place.region'),
      'key.city': identity(sales, 'place.city'),
      'key.currency': identity(sales, 'currency'),
      'key.day': transformed(sales, 'sold_at'),
      total: [...aggregated(sales, 'amount'), ...group],
      count: [...aggregated(sales, 'sale_id'), ...group],
      'largest.sale_id': largest('sale_id'),
      'largest.amount': largest('amount'),
      'largest.sold_at': largest('sold_at'),
      'largest.salesman_id': largest('salesman.id'),
      'largest.salesman_name': largest('salesman.name'),
      'largest.product': largest('product')
    }
  }
}
