import { formatAmount } from '@sales-pipeline/money'
import type { Sale } from './sales.ts'

/** A sale in the columns that the pipeline's sources know. */
export function canonicalRow(sale: Sale): Readonly<Record<string, string>> {
  return {
    sale_id: sale.id,
    salesman_id: sale.salesmanId,
    salesman_name: sale.salesmanName,
    city: sale.place.city,
    region: sale.place.region,
    country: sale.place.country,
    amount: formatAmount(sale.amount),
    currency: 'USD',
    sold_at: sale.day,
    product: sale.product
  }
}

export function toCsv(sales: readonly Sale[]): string {
  const rows = sales.map(canonicalRow)
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row))]
  return lines.map((fields) => `${fields.map(csvField).join(',')}\n`).join('')
}

export function toJsonArray(sales: readonly Sale[]): string {
  return JSON.stringify(sales.map(canonicalRow), undefined, 2)
}

export function toJsonLines(sales: readonly Sale[]): string {
  return sales.map((sale) => `${JSON.stringify(canonicalRow(sale))}\n`).join('')
}

/** RFC 4180 */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
