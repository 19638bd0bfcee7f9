/** What a table of the source is to the pipeline. Also its name. */
export type Role = 'sale' | 'salesman' | 'city'

/** Dimensions first: a snapshot needs them to read the sales. */
export const ROLES: readonly Role[] = ['salesman', 'city', 'sale']

/** Each table's primary key: this one column. */
export const KEY_COLUMN: Readonly<Record<Role, string>> = {
  sale: 'sale_id',
  salesman: 'salesman_id',
  city: 'city_id'
}

/** A sale as the source has it: its salesman and city are references. */
export const SALE_COLUMNS = ['sale_id', 'salesman_id', 'city_id', 'product', 'amount', 'currency', 'sold_at'] as const

/** A row of `sale`, in Postgres' text form. */
export type SaleRow = Readonly<Record<(typeof SALE_COLUMNS)[number], string | null>>

/** What the pipeline reads of each table; a table may have more columns. */
export const REQUIRED_COLUMNS: Readonly<Record<Role, readonly string[]>> = {
  sale: SALE_COLUMNS,
  salesman: ['salesman_id', 'name'],
  city: ['city_id', 'name', 'region', 'country']
}

/** The role of a table by its name, or undefined. */
export function roleOf(table: string): Role | undefined {
  return ROLES.find((role) => role === table)
}

/** A sale row from its values in the order of `SALE_COLUMNS`. */
export function saleRowOf(values: readonly (string | null)[]): SaleRow {
  const [sale_id = null, salesman_id = null, city_id = null, product = null, amount = null, currency = null] = values
  return { sale_id, salesman_id, city_id, product, amount, currency, sold_at: values[6] ?? null }
}
