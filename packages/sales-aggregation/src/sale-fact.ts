import { sales, type AvroJson, type Sale } from '@sales-pipeline/contracts'

const FIELDS = ['place', 'salesman', 'amount', 'currency', 'sold_at', 'product'] as const

/** What a dimension may look at of a sale. Its id is the record's key. */
export type SaleFact = Pick<Sale, (typeof FIELDS)[number]>

/** A sale as it is read: with the time that its latency is measured from. */
export type ReadSale = SaleFact & { readonly provenance: Pick<Sale['provenance'], 'observed_at'> }

/** The reader's schema of a ReadSale: the contract of `sales` without the fields that nothing here needs. */
export const readSaleSchema: AvroJson = project(sales.value.schema, [...FIELDS, 'provenance'], (field) =>
  field.name === 'provenance' ? { ...field, type: project(field.type, ['observed_at']) } : field
)

interface Field {
  readonly name: string
  readonly type: AvroJson
}

function project(
  schema: AvroJson,
  names: readonly string[],
  inside: (field: Field) => Field = (same) => same
): AvroJson {
  const record = schema as { readonly fields: readonly Field[] }
  return { ...record, fields: record.fields.filter(({ name }) => names.includes(name)).map(inside) }
}
