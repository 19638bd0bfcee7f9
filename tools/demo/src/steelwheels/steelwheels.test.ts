import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'csv-parse/sync'
import { canonicalRow, toCsv, toJsonArray, toJsonLines } from './canonical.ts'
import { applyEdits, plannedEdits } from './edits.ts'
import { expectedRanking } from './expected.ts'
import { PUBLISHED, publishedDifferences } from './published.ts'
import { readSteelWheels, salesOf } from './sales.ts'
import { split } from './split.ts'

const sales = await readSteelWheels()
const parts = split(sales)
const inDatabase = [...parts.database.before, ...parts.database.whileStreaming.flat()]

test('the CSV files add up to what published reports say', () => {
  const [cities, salesmen] = [expectedRanking(sales, { who: 'cities' }), expectedRanking(sales, { who: 'salesmen' })]
  assert.deepEqual(publishedDifferences(cities, salesmen), [])
  assert.equal(sales.length, PUBLISHED.sales)
})

test('a figure that is not as published is named', () => {
  const [first, ...others] = sales
  const without = [expectedRanking(others, { who: 'cities' }), expectedRanking(others, { who: 'salesmen' })] as const
  assert.equal(first?.place.city, 'Nashua')
  assert.deepEqual(publishedDifferences(...without), [
    'sales by cities: 2995, published: 2996',
    'total of all cities: 10644260.15, published: 10645949.18',
    'sales by salesmen: 2995, published: 2996',
    'total of all salesmen: 10644260.15, published: 10645949.18'
  ])
})

test('every sale comes through one source, each year through its own', () => {
  const files = [...parts.files.csv, ...parts.files.jsonArray, ...parts.files.jsonLines]
  assert.deepEqual(ids([...files, ...inDatabase, ...parts.partner]), ids(sales))
  assert.deepEqual([files.length, inDatabase.length, parts.partner.length], [1052, 1421, 523])
  for (const [year, share] of Object.entries({ 2003: files, 2004: inDatabase, 2005: parts.partner })) {
    assert.ok(share.every(({ day }) => day.startsWith(year)))
  }
})

test('half of the files are CSV, and some of the database is there before it is watched', () => {
  const { csv, jsonArray, jsonLines } = parts.files
  assert.equal(csv.length, jsonArray.length + jsonLines.length)
  assert.ok(parts.database.before.length > 0)
  assert.equal(parts.database.whileStreaming.length, 6)
})

test('each format says the same rows', () => {
  const rows = sales.map(canonicalRow)
  assert.deepEqual(parse(toCsv(sales), { columns: true }), rows)
  assert.deepEqual(JSON.parse(toJsonArray(sales)), rows)
  const lines = toJsonLines(sales).trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as unknown),
    rows
  )
})

test('a CSV field with quotes, commas and line breaks is read back as it is', () => {
  const odd = { ...sales[0]!, product: '1:18 "Harley", red\nand blue' }
  assert.deepEqual(parse(toCsv([odd]), { columns: true }), [canonicalRow(odd)])
})

test('an order line without its customer, salesman or product is an error', () => {
  const tables = {
    orderLines:
      'order_number,line_number,product_code,total_price,order_date,customer_number\n1,1,P,10.00,2003-01-01,7\n',
    customers: 'customer_number,city,state,country,sales_rep_employee_number\n7,Nantes,,France,9\n',
    salesmen: 'employee_number,first_name,last_name\n9,Ann,Lee\n',
    products: 'product_code,product_name\nP,Car\n'
  }
  assert.deepEqual(salesOf(tables), [
    {
      id: '1-1',
      salesmanId: '9',
      salesmanName: 'Ann Lee',
      place: { city: 'Nantes', region: '', country: 'France' },
      amount: 100_000n,
      day: '2003-01-01',
      product: 'Car'
    }
  ])
  for (const lost of ['customers', 'salesmen', 'products'] as const) {
    const header = tables[lost].slice(0, tables[lost].indexOf('\n') + 1)
    assert.throws(() => salesOf({ ...tables, [lost]: header }), /no row with/)
  }
  assert.throws(() => salesOf({ ...tables, orderLines: tables.orderLines.replace('10.00', '1e1') }), /is no amount/)
})

test('the edits touch each sale once, in the database only, and move the first ranks', () => {
  const edits = plannedEdits(inDatabase)
  assert.equal(new Set(edits.map(({ before }) => before.id)).size, edits.length)
  assert.ok(edits.every(({ before }) => inDatabase.includes(before)))
  const edited = applyEdits(sales, edits)
  assert.equal(edited.length, sales.length - edits.filter(({ after }) => after === null).length)
  for (const who of ['cities', 'salesmen'] as const) {
    const [before, after] = [expectedRanking(sales, { who }), expectedRanking(edited, { who })]
    assert.notEqual(after.lines[0]?.key, before.lines[0]?.key)
  }
})

function ids(list: readonly { readonly id: string }[]): string[] {
  return list.map(({ id }) => id).sort()
}
