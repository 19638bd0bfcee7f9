import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { LargestSale } from '@sales-pipeline/contracts'
import { parseAmount } from '@sales-pipeline/money'
import { businessDay } from '@sales-pipeline/sales-aggregation'
import { aSale } from '@sales-pipeline/testkit'
import { PostgresSaleStore } from '../src/adapters/postgres/sale-store.ts'
import type { SaleRecord } from '../src/core/lineage/sale-record.ts'
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
/** Each year comes from another source, as in the demo. */
const SOURCES: Readonly<Record<string, string>> = { '2003': 'files', '2004': 'shop', '2005': 'partner' }

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
        sale_id: `${SOURCES[day.slice(0, 4)]!}:${line['order_number']}-${line['line_number']}`,
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

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SHARDS = 6
/** A sale of Madrid that was edited, and what it was. */
export const EDITED = 'shop:10231-2'

/** Puts the records of the same sales into a store, as results-api reads them; one sale has been edited, one deleted. */
export async function applySteelWheelsRecords(store: Store): Promise<void> {
  const sales = readSales()
  const versions = sales.flatMap((sale) => [
    ...(sale.largest.sale_id === EDITED ? [earlier(sale)] : []),
    ...[recordOf(sale)]
  ])
  const gone = { ...sales[0]!, largest: { ...sales[0]!.largest, sale_id: 'shop:deleted' } }
  const all = [...versions, recordOf(gone), { saleId: 'shop:deleted', sale: null }]
  const recordedAt = Date.UTC(2026, 0, 2, 3, 4, 5)
  const saleStore = new PostgresSaleStore(store.pool, businessDay('UTC'))
  for (let partition = 0; partition < SHARDS; partition++) {
    const own = all.filter(({ saleId }) => saleId.length % SHARDS === partition)
    const records = own.map((record, i): SaleRecord => ({
      ...record,
      ...{ partition, offset: BigInt(i), recordedAt: recordedAt + i, traceId: TRACE },
      deletedAt: record.sale === null ? 1n : null
    }))
    const end = BigInt(records.length)
    await saleStore.save(records, { topic: 'sales', partition, next: end, end })
  }
}

type Version = Pick<SaleRecord, 'saleId' | 'sale'>

function recordOf({ place, salesman, largest }: Sale): Version {
  const { sale_id: saleId, amount, sold_at, product } = largest
  const provenance = provenanceOf(saleId)
  const [id, name] = salesman
  return {
    saleId,
    sale: aSale({
      sale_id: saleId,
      amount,
      currency: 'USD',
      sold_at,
      product,
      place,
      salesman: { id, name },
      provenance
    })
  }
}

function earlier(sale: Sale): Version {
  const { amount } = sale.largest
  return recordOf({
    ...sale,
    salesman: ['1370', 'Gerard Hernandez'],
    largest: { ...sale.largest, amount: amount / 2n }
  })
}

function provenanceOf(saleId: string) {
  const [source, id = ''] = saleId.split(':')
  const observed_at = Date.UTC(2026, 0, 2, 3, 4, 5)
  if (source === 'shop') return { system: 'postgres', dataset: 'public.sale', position: '0/1A2B3C8', observed_at }
  const hash = 'sha256:7c189e5fe35bd4febad2314d2bf8ce0897f6e93cf554be23413e6d5515ed8344'
  if (source === 'files') return { system: 'file', dataset: `sales-2003.csv#${hash}`, position: 'line 12', observed_at }
  return {
    system: 'soap',
    dataset: 'ListChangedSales@127.0.0.1:18000',
    position: `2005-06-01T00:00:00Z ${id}`,
    observed_at
  }
}
