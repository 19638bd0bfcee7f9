import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { eventually } from '@sales-pipeline/testkit'
import { HEADER, openInbox } from './inbox.ts'

const DATA = join(import.meta.dirname, '../../../examples/steelwheels')

function rows(file: string): Record<string, string>[] {
  return parse(readFileSync(join(DATA, file)), { columns: true })
}

function by(key: string, table: readonly Record<string, string>[]): Map<string | undefined, Record<string, string>> {
  return new Map(table.map((row) => [row[key], row]))
}

const quoted = (text = ''): string => `"${text.replaceAll('"', '""')}"`

/** The order lines of a year in canonical columns. */
function canonicalCsv(year: string): { csv: string; cents: bigint; count: number } {
  const customers = by('customer_number', rows('customers.csv'))
  const salesmen = by('employee_number', rows('salesmen.csv'))
  const lines = rows('order_lines.csv').filter((line) => line['order_date']?.startsWith(year))
  const records = lines.map((line) => {
    const customer = customers.get(line['customer_number'])
    const salesman = salesmen.get(customer?.['sales_rep_employee_number'])
    return [
      `${line['order_number']}-${line['line_number']}`,
      salesman?.['employee_number'],
      `${salesman?.['first_name']} ${salesman?.['last_name']}`,
      customer?.['city'],
      customer?.['state'],
      customer?.['country'],
      line['total_price'],
      'USD',
      line['order_date']
    ]
  })
  const cents = lines.reduce((sum, line) => sum + BigInt((line['total_price'] ?? '').replace('.', '')), 0n)
  return {
    csv: [HEADER, ...records.map((record) => record.map(quoted).join(','))].join('\n'),
    cents,
    count: lines.length
  }
}

test('the SteelWheels lines of 2003 arrive with the sum that their source has', async () => {
  const { csv, cents, count } = canonicalCsv('2003')
  assert.equal(count, 1052)
  await using inbox = await openInbox()
  await using service = await inbox.start()
  await service.ready()
  inbox.drop('2003.csv', csv)
  await eventually(() => {
    assert.deepEqual(inbox.names('done'), ['2003.csv'])
  })
  const sales = [...(await inbox.table()).values()]
  assert.equal(sales.length, count)
  assert.equal(
    sales.reduce((sum, { amount }) => sum + amount, 0n),
    cents * 100n
  )
})

test('their own files need only a column mapping', async () => {
  const mapping = {
    mappings: [
      {
        files: 'order_lines*.csv',
        columns: {
          sale_id: '{order_number}-{line_number}',
          amount: 'total_price',
          sold_at: 'order_date',
          product: 'product_code',
          salesman_id: 'customer_number',
          city: 'status'
        },
        constants: { currency: 'USD', salesman_name: 'unknown', country: 'unknown' }
      }
    ]
  }
  await using inbox = await openInbox()
  await using service = await inbox.start({ COLUMN_MAPPING: inbox.file('mapping.json', JSON.stringify(mapping)) })
  await service.ready()
  inbox.drop('order_lines.csv', readFileSync(join(DATA, 'order_lines.csv')))
  await eventually(() => {
    assert.deepEqual(inbox.names('done'), ['order_lines.csv'])
  })
  const sales = [...(await inbox.table()).values()]
  assert.equal(sales.length, 2996)
  assert.equal(
    sales.reduce((sum, { amount }) => sum + amount, 0n),
    106_459_491_800n
  )
})
