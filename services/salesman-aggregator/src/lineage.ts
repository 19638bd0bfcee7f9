import type { AggregationLineage } from '@sales-pipeline/aggregator'
import { aggregated, groupedBy, identity, sortedBy, transformed } from '@sales-pipeline/lineage'

/** What a total per salesman is made of. */
export const lineage: AggregationLineage = {
  description: 'Keeps total and count of each salesman, country, currency and day, exact under edits and deletes.',
  columns: (sales) => {
    const group = groupedBy(sales, 'place.country', 'salesman.id', 'currency', 'sold_at')
    return {
      'key.country': identity(sales, 'place.country'),
      'key.salesman_id': identity(sales, 'salesman.id'),
      'key.currency': identity(sales, 'currency'),
      'key.day': transformed(sales, 'sold_at'),
      total: [...aggregated(sales, 'amount'), ...group],
      count: [...aggregated(sales, 'sale_id'), ...group],
      salesman_name: [...identity(sales, 'salesman.name'), ...sortedBy(sales, 'sold_at'), ...group],
      named_at: [...aggregated(sales, 'sold_at'), ...group]
    }
  }
}
