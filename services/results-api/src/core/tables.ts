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
  }
} as const satisfies Readonly<Record<string, Table>>

export type TableName = keyof typeof TABLES

function fields(types: Readonly<Record<string, string>>): Table['fields'] {
  return Object.entries(types).map(([name, type]) => ({ name, type }))
}
