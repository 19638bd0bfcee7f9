import { formatAmount } from '@sales-pipeline/money'
import { isoDay, type CityPartial, type SalesmanPartial } from '../../core/partials.ts'
import type { CopyValue } from './copy.ts'
import { statement, type Statement } from './statements.ts'

/** How the partials of one stream come into the store. */
export interface PartialLayout<P> {
  /** The session's own table for the partials of one transaction, with its columns in the order of `row`. */
  readonly incoming: string
  readonly createIncoming: Statement
  readonly row: (partial: P) => readonly CopyValue[]
  /** Adds the keys that `incoming` names for the first time. */
  readonly learn: Statement
  /** Merges what is incoming; answers with one row { applied }. */
  readonly apply: Statement
}

export const cityLayout: PartialLayout<CityPartial> = {
  incoming:
    'incoming_city (country, city, region, currency, day, shard, generation, version_offset, total, count, top_amount, top_sale_id, largest)',
  createIncoming: statement('incoming-city'),
  row: ({ key, value }) => {
    const { version, total, count, largest } = value
    const top = largest[0]
    return [
      ...[key.country, key.city, key.region, key.currency, isoDay(key.day), key.shard],
      ...[version.generation, version.offset, formatAmount(total), count],
      ...[top === undefined ? null : formatAmount(top.amount), top?.sale_id ?? null, largestText(value)]
    ]
  },
  learn: statement('learn-cities'),
  apply: statement('apply-city')
}

export const salesmanLayout: PartialLayout<SalesmanPartial> = {
  incoming:
    'incoming_salesman (country, salesman_id, currency, day, shard, generation, version_offset, total, count, salesman_name, named_at)',
  createIncoming: statement('incoming-salesman'),
  row: ({ key, value: { version, total, count, salesman_name, named_at } }) => [
    ...[key.country, key.salesman_id, key.currency, isoDay(key.day), key.shard],
    ...[version.generation, version.offset, formatAmount(total), count, salesman_name, named_at]
  ],
  learn: statement('learn-salesmen'),
  apply: statement('apply-salesman')
}

/** A sale of a partial's `largest`, as stored: sale id, amount, sold at (epoch ms), salesman id, salesman name, product. */
export type StoredSale = readonly [string, string, number, string, string, string | null]

function largestText({ largest }: CityPartial['value']): string {
  return JSON.stringify(
    largest.map(({ sale_id, amount, sold_at, salesman_id, salesman_name, product }): StoredSale => [
      sale_id,
      formatAmount(amount),
      sold_at,
      salesman_id,
      salesman_name,
      product
    ])
  )
}
