import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { parseAmount, type Amount } from '@sales-pipeline/money'

const FOLDER = join(import.meta.dirname, '../../../../examples/steelwheels')

export interface Place {
  readonly city: string
  /** Empty where the place has none. */
  readonly region: string
  readonly country: string
}

/** One order line of SteelWheels. */
export interface Sale {
  /** order_number-line_number */
  readonly id: string
  readonly salesmanId: string
  readonly salesmanName: string
  readonly place: Place
  /** USD */
  readonly amount: Amount
  /** YYYY-MM-DD */
  readonly day: string
  readonly product: string
}

/** The texts of the four CSV files. */
export interface Tables {
  readonly orderLines: string
  readonly customers: string
  readonly salesmen: string
  readonly products: string
}

export async function readSteelWheels(): Promise<Sale[]> {
  const [orderLines, customers, salesmen, products] = await Promise.all(
    ['order_lines', 'customers', 'salesmen', 'products'].map((name) => readFile(join(FOLDER, `${name}.csv`), 'utf8'))
  )
  return salesOf({
    orderLines: orderLines ?? '',
    customers: customers ?? '',
    salesmen: salesmen ?? '',
    products: products ?? ''
  })
}

/** Joins order lines with the customer's place, the customer's sales representative and the product. Throws at a row that does not join. */
export function salesOf(tables: Tables): Sale[] {
  const customers = indexed(tables.customers, 'customer_number')
  const salesmen = indexed(tables.salesmen, 'employee_number')
  const products = indexed(tables.products, 'product_code')
  return rowsOf(tables.orderLines).map((line) => {
    const customer = found(customers, line, 'customer_number')
    const salesman = found(
      salesmen,
      { employee_number: value(customer, 'sales_rep_employee_number') },
      'employee_number'
    )
    return {
      id: `${value(line, 'order_number')}-${value(line, 'line_number')}`,
      salesmanId: value(salesman, 'employee_number'),
      salesmanName: `${value(salesman, 'first_name')} ${value(salesman, 'last_name')}`,
      place: { city: value(customer, 'city'), region: customer['state'] ?? '', country: value(customer, 'country') },
      amount: amountOf(value(line, 'total_price')),
      day: value(line, 'order_date'),
      product: value(found(products, line, 'product_code'), 'product_name')
    }
  })
}

type Row = Readonly<Record<string, string>>

function rowsOf(csv: string): Row[] {
  return parse<Row>(csv, { columns: true })
}

function indexed(csv: string, key: string): ReadonlyMap<string, Row> {
  return new Map(rowsOf(csv).map((row) => [value(row, key), row]))
}

function found(index: ReadonlyMap<string, Row>, row: Row, key: string): Row {
  const match = index.get(value(row, key))
  if (match === undefined) throw new Error(`examples/steelwheels: no row with ${key} ${value(row, key)}`)
  return match
}

function value(row: Row, column: string): string {
  const text = row[column] ?? ''
  if (text === '') throw new Error(`examples/steelwheels: a row without ${column}: ${JSON.stringify(row)}`)
  return text
}

function amountOf(text: string): Amount {
  const amount = parseAmount(text)
  if (amount === undefined) throw new Error(`examples/steelwheels: total_price "${text}" is no amount`)
  return amount
}
