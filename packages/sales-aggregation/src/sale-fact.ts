import { sales, type AvroJson, type Sale } from '@sales-pipeline/contracts'

const FIELDS = ['place', 'salesman', 'amount', 'currency', 'sold_at', 'product'] as const

/** What a dimension may look at of a sale. Its id is the record's key. */
export type SaleFact = Pick<Sale, (typeof FIELDS)[number]>

/** The reader's schema of a SaleFact: the contract of `sales` without the fields that no dimension needs. */
export const saleFactSchema: AvroJson = project(sales.value.schema, FIELDS)

function project(schema: AvroJson, names: readonly string[]): AvroJson {
  const record = schema as { readonly fields: readonly { readonly name: string }[] }
  return { ...record, fields: record.fields.filter(({ name }) => names.includes(name)) }
}
