interface Table {
  readonly description: string
  readonly fields: readonly { readonly name: string; readonly type: string }[]
}

/** The tables that lineage tells of, as the migrations make them: a test compares. */
export const TABLES = {
  city_partial: {
    description: "Each shard's last word on a city, currency and day",
    fields: fields({
      ...{ city_id: 'integer', currency: 'text', day: 'date', shard: 'integer' },
      ...{ generation: 'integer', version_offset: 'bigint', total: 'numeric', count: 'bigint' },
      ...{ top_amount: 'numeric', top_sale_id: 'text', largest: 'json' }
    })
  },
  city_total: {
    description: 'Totals of each city and currency: by day, month, year and of all time',
    fields: fields({
      ...{ city_id: 'integer', currency: 'text', year: 'smallint', month: 'smallint', day: 'smallint' },
      ...{ country: 'text', total: 'numeric', count: 'bigint' }
    })
  },
  country_total: {
    description: 'Totals of each currency, in a country or over all: by day, month, year and of all time',
    fields: fields({
      ...{ country: 'text', currency: 'text', year: 'smallint', month: 'smallint', day: 'smallint' },
      ...{ total: 'numeric', count: 'bigint' }
    })
  },
  salesman_partial: {
    description: "Each shard's last word on a salesman, country, currency and day",
    fields: fields({
      ...{ salesman_key: 'integer', country: 'text', currency: 'text', day: 'date', shard: 'integer' },
      ...{ generation: 'integer', version_offset: 'bigint', total: 'numeric', count: 'bigint' },
      ...{ salesman_name: 'text', named_at: 'bigint' }
    })
  },
  salesman_total: {
    description: 'Totals of each salesman and currency, in a country or over all: by day, month, year and of all time',
    fields: fields({
      ...{ salesman_key: 'integer', country: 'text', currency: 'text' },
      ...{ year: 'smallint', month: 'smallint', day: 'smallint', total: 'numeric', count: 'bigint' }
    })
  },
  sale_version: {
    description: 'Every record of sales as it came',
    fields: fields({
      ...{ partition: 'integer', record_offset: 'bigint', sale_id: 'text', deleted: 'boolean' },
      ...{ recorded_at: 'timestamp with time zone', trace_id: 'text', version: 'bigint', country: 'text' },
      ...{ region: 'text', city: 'text', salesman_id: 'text', salesman_name: 'text', amount: 'numeric' },
      ...{ currency: 'text', sold_at: 'timestamp with time zone', day: 'date', product: 'text', system: 'text' },
      ...{ dataset: 'text', position: 'text', observed_at: 'timestamp with time zone' }
    })
  },
  sale_state: {
    description: 'The newest record of each sale, and which totals it is part of',
    fields: fields({
      ...{ sale_id: 'text', partition: 'integer', record_offset: 'bigint', deleted: 'boolean', source: 'text' },
      ...{ country: 'text', region: 'text', city: 'text', salesman_id: 'text', currency: 'text', day: 'date' },
      ...{ amount: 'numeric', version: 'bigint' }
    })
  }
} as const satisfies Readonly<Record<string, Table>>

export type TableName = keyof typeof TABLES

function fields(types: Readonly<Record<string, string>>): Table['fields'] {
  return Object.entries(types).map(([name, type]) => ({ name, type }))
}
