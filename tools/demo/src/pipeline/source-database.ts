import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatAmount } from '@sales-pipeline/money'
import { withClient } from '@sales-pipeline/stack'
import type pg from 'pg'
import type { Edit } from '../steelwheels/edits.ts'
import type { Sale } from '../steelwheels/sales.ts'

const SCHEMA = join(import.meta.dirname, '../../../../examples/source-database/schema.sql')

/** Creates the shop's tables, its publication, and what change data capture may read. */
export async function createSourceSchema(url: string): Promise<void> {
  const schema = await readFile(SCHEMA, 'utf8')
  await withClient(url, (client) => client.query(schema))
}

/** Inserts sales with their cities and salesmen, in one transaction. */
export async function insertSales(url: string, sales: readonly Sale[]): Promise<void> {
  await withClient(url, (client) => inTransaction(client, () => insert(client, sales)))
}

/** Each edit is a transaction of its own, as if made by hand. */
export async function makeEdits(url: string, edits: readonly Edit[]): Promise<void> {
  await withClient(url, async (client) => {
    for (const { before, after } of edits) {
      await inTransaction(client, async () => {
        if (after === null) await client.query('DELETE FROM sale WHERE sale_id = $1', [before.id])
        else await update(client, after)
      })
    }
  })
}

/** Makes every edited sale what it was before. */
export async function takeBackEdits(url: string, edits: readonly Edit[]): Promise<void> {
  await withClient(url, async (client) => {
    for (const { before, after } of edits) {
      await inTransaction(client, () => (after === null ? insert(client, [before]) : update(client, before)))
    }
  })
}

const COLUMNS =
  'sale_id text, salesman_id text, salesman_name text, city text, region text, country text, amount numeric, day date, product text'

async function insert(client: pg.Client, sales: readonly Sale[]): Promise<void> {
  const rows = JSON.stringify(sales.map(rowOf))
  await insertCitiesAndSalesmen(client, rows)
  await client.query(
    `INSERT INTO sale (sale_id, salesman_id, city_id, product, amount, currency, sold_at)
     SELECT sale_id, salesman_id, city_id, product, amount, 'USD', day::timestamp AT TIME ZONE 'UTC'
     FROM json_to_recordset($1) AS row (${COLUMNS})
     JOIN city ON (city.name, city.region, city.country) = (row.city, row.region, row.country)`,
    [rows]
  )
}

async function update(client: pg.Client, sale: Sale): Promise<void> {
  const rows = JSON.stringify([rowOf(sale)])
  await insertCitiesAndSalesmen(client, rows)
  const { rowCount } = await client.query(
    `UPDATE sale SET salesman_id = row.salesman_id, city_id = city.city_id, amount = row.amount
     FROM json_to_recordset($1) AS row (${COLUMNS})
     JOIN city ON (city.name, city.region, city.country) = (row.city, row.region, row.country)
     WHERE sale.sale_id = row.sale_id`,
    [rows]
  )
  if (rowCount !== 1) throw new Error(`The source database has no sale ${sale.id}`)
}

async function insertCitiesAndSalesmen(client: pg.Client, rows: string): Promise<void> {
  await client.query(
    `INSERT INTO city (name, region, country)
     SELECT DISTINCT city, region, country FROM json_to_recordset($1) AS row (${COLUMNS}) ON CONFLICT DO NOTHING`,
    [rows]
  )
  await client.query(
    `INSERT INTO salesman (salesman_id, name)
     SELECT DISTINCT salesman_id, salesman_name FROM json_to_recordset($1) AS row (${COLUMNS}) ON CONFLICT DO NOTHING`,
    [rows]
  )
}

function rowOf({ id, salesmanId, salesmanName, place, amount, day, product }: Sale): Record<string, string> {
  const who = { sale_id: id, salesman_id: salesmanId, salesman_name: salesmanName }
  return { ...who, ...place, amount: formatAmount(amount), day, product }
}

async function inTransaction(client: pg.Client, work: () => Promise<unknown>): Promise<void> {
  await client.query('BEGIN')
  await work()
  await client.query('COMMIT')
}
