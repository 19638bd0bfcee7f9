import { identity, transformed, type DatasetId, type Origin } from './model.ts'

/** The columns that every source delivers, by their canonical names. */
type Column =
  | 'sale_id'
  | 'salesman_id'
  | 'salesman_name'
  | 'city'
  | 'region'
  | 'country'
  | 'amount'
  | 'currency'
  | 'sold_at'
  | 'product'

/** Which fields of `sales` come from which columns of a source; an id gets the source's name before it. */
export function saleColumns(
  source: DatasetId,
  nameOf: (column: Column) => string = (column) => column
): Readonly<Record<string, readonly Origin[]>> {
  const same = (column: Column): readonly Origin[] => identity(source, nameOf(column))
  return {
    key: transformed(source, nameOf('sale_id')),
    sale_id: transformed(source, nameOf('sale_id')),
    'place.city': same('city'),
    'place.region': same('region'),
    'place.country': same('country'),
    'salesman.id': same('salesman_id'),
    'salesman.name': same('salesman_name'),
    amount: same('amount'),
    currency: same('currency'),
    sold_at: same('sold_at'),
    product: same('product')
  }
}
