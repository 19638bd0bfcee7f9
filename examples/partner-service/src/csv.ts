import { readFile } from 'node:fs/promises'

import { parse } from 'csv-parse/sync'

import type { Sale } from './ledger.ts'

const REQUIRED = ['sale_id', 'salesman_id', 'salesman_name', 'city', 'country', 'amount', 'currency', 'sold_at']

/** Reads the sales of a CSV file in the pipeline's canonical columns. Throws, naming file and column, if one is missing. */
export async function readSales(path: string): Promise<Sale[]> {
  const rows = parse<Record<string, string>>(await readFile(path, 'utf8'), {
    columns: true,
    bom: true,
    skip_empty_lines: true
  })
  const [first] = rows
  const missing = first ? REQUIRED.filter((column) => !(column in first)) : []
  if (missing.length > 0) throw new Error(`${path}: the header lacks the column(s) ${missing.join(', ')}`)
  return rows.map(saleOf)
}

function saleOf(row: Record<string, string>): Sale {
  const value = (column: string): string => row[column]?.trim() ?? ''
  return {
    saleId: value('sale_id'),
    salesmanId: value('salesman_id'),
    salesmanName: value('salesman_name'),
    city: value('city'),
    country: value('country'),
    amount: value('amount'),
    currency: value('currency'),
    soldAt: dateTime(value('sold_at')),
    ...(value('region') && { region: value('region') }),
    ...(value('product') && { product: value('product') })
  }
}

/** A CSV may hold a date, or a blank instead of the T; the WSDL promises a dateTime. */
function dateTime(text: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text.replace(/^(\d{4}-\d{2}-\d{2}) /, '$1T')
}
