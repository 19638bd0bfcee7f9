import pg from 'pg'
import { CITIES, CITY_OF, COUNTRIES, SALESMEN, salesmanOf } from './market.ts'

/** The schema of the source database. */
export const SOURCE_SCHEMA = new URL('../../../../examples/source-database/schema.sql', import.meta.url)

/** Fills `city` and `salesman`. */
export async function insertMarket(client: pg.Client): Promise<void> {
  const cities = CITY_OF.map(({ name, region, country }, city) => ({ city_id: city + 1, name, region, country }))
  await client.query(
    'INSERT INTO city SELECT * FROM jsonb_to_recordset($1) AS c(city_id int, name text, region text, country text)',
    [JSON.stringify(cities)]
  )
  const salesmen = Array.from({ length: SALESMEN }, (_, number) =>
    salesmanOf(number % COUNTRIES, Math.floor(number / COUNTRIES))
  )
  await client.query('INSERT INTO salesman SELECT * FROM jsonb_to_recordset($1) AS s(id text, name text)', [
    JSON.stringify(salesmen)
  ])
}

/** Each value is a hash of the sale's number: the same in every run, and nothing travels to the server. */
const SALE = `
  SELECT 'S' || i, 'm' || (city % ${COUNTRIES} + ${COUNTRIES} * ((h / 7919) % ${SALESMEN / COUNTRIES})), city + 1,
    CASE WHEN h % 3 > 0 THEN 'Product ' || h % 300 END, (1 + h % 50000000) / 10000.0,
    CASE WHEN city % ${COUNTRIES} % 4 = 0 THEN 'EUR' ELSE 'USD' END,
    timestamptz '2026-01-01 00:00:00Z' + make_interval(days => (i / 10000 - h % 4)::int, secs => h % 86400)
  FROM generate_series(FIRST::bigint, LAST::bigint) AS i,
    LATERAL (SELECT hashint8(i) & 2147483647 AS h) AS hashed,
    LATERAL (SELECT (${CITIES} * power((h / 31 % 100000) / 100000.0, 2))::int % ${CITIES} AS city) AS placed`

/** Inserts the sales number `from` to below `to`, so many of them in each transaction. */
export async function insertSales(
  client: pg.Client,
  { from, to, perTransaction }: { readonly from: number; readonly to: number; readonly perTransaction: number }
): Promise<void> {
  const rows = SALE.replace('FIRST', 'first').replace('LAST', `least(first + ${perTransaction}, ${to}) - 1`)
  await client.query(`
    DO $$ DECLARE first bigint;
    BEGIN
      FOR first IN SELECT generate_series(${from}::bigint, ${to - 1}::bigint, ${perTransaction}) LOOP
        INSERT INTO sale ${rows};
        COMMIT;
      END LOOP;
    END $$`)
}

export async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}
