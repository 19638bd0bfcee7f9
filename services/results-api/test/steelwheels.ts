import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { LargestSale } from '@sales-pipeline/contracts'
import { parseAmount } from '@sales-pipeline/money'
import { saleOrder } from './model.ts'
import { applyCities, applySalesmen, cityPartial, salesmanPartial } from './partials.ts'
import type { Store } from './store.ts'

type Row = Readonly<Record<string, string>>

interface Sale {
  readonly place: { readonly country: string; readonly region: string; readonly city: string }
  readonly salesman: readonly [id: string, name: string]
  readonly day: string
  readonly largest: LargestSale
}

const LARGEST = 10

function rows(name: string): Row[] {
  const file = new URL(`../../../examples/steelwheels/${name}.csv`, import.meta.url)
  return parse(readFileSync(file, 'utf8'), { columns: true })
}

function readSales(): Sale[] {
  const customers = new Map(rows('customers').map((row) => [row['customer_number'], row]))
  const salesmen = new Map(rows('salesmen').map((row) => [row['employee_number'], row]))
  const products = new Map(rows('products').map((row) => [row['product_code'], row]))
  return rows('order_lines').map((line) => {
    const customer = customers.get(line['customer_number'])!
    const man = salesmen.get(customer['sales_rep_employee_number'])!
    const [id, name, day] = [man['employee_number']!, `${man['first_name']} ${man['last_name']}`, line['order_date']!]
    return {
      place: { country: customer['country']!, region: customer['state'] ?? '', city: customer['city']! },
      ...{ salesman: [id, name] as const, day },
      largest: {
        sale_id: `shop:${line['order_number']}-${line['line_number']}`,
        amount: parseAmount(line['total_price']!)!,
        sold_at: Date.parse(day),
        ...{ salesman_id: id, salesman_name: name, product: products.get(line['product_code'])!['product_name']! }
      }
    }
  })
}

/** Puts the SteelWheels sales into a store, as the aggregators would. */
export async function applySteelWheels(store: Store): Promise<void> {
  const sales = readSales()
  const grouped = (keyOf: (sale: Sale) => readonly string[]) =>
    [...Map.groupBy(sales, (sale) => JSON.stringify([...keyOf(sale), sale.day])).values()].map((group) => ({
      ...group[0]!.place,
      ...{ salesman: group[0]!.salesman, day: group[0]!.day, currency: 'USD', count: BigInt(group.length) },
      total: group.reduce((sum, { largest }) => sum + largest.amount, 0n),
      largest: group
        .map(({ largest }) => largest)
        .toSorted(saleOrder)
        .slice(0, LARGEST)
    }))
  await applyCities(store, grouped(({ place }) => Object.values(place)).map(cityPartial))
  await applySalesmen(store, grouped(({ place, salesman }) => [place.country, salesman[0]]).map(salesmanPartial))
}
