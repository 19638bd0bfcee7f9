import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { statement } from '../src/adapters/postgres/statements.ts'
import { openStore, type Store } from './store.ts'

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly Plans?: readonly PlanNode[]
}

type Value = string | number | null | readonly number[]

const LIMIT = 10
const SMALL = new Set(['currency', 'salesman', 'city'])

/** 100,000 cities and salesmen, with many ties: all time in EUR for all of them, the rest for 5,000. One city has 100,000 partials. */
const FILL = `
  INSERT INTO currency VALUES ('EUR'), ('GBP'), ('USD');
  INSERT INTO city (country, city, region) SELECT 'Country ' || i % 4, 'City ' || i, '' FROM generate_series(1, 100000) AS i;
  INSERT INTO salesman (salesman_id) SELECT 's' || i FROM generate_series(1, 100000) AS i;
  INSERT INTO city_total
    SELECT city_id, code, year, month, day, country, (city_id * 7919 % 50021)::numeric / 100, 1 + city_id % 5
    FROM city CROSS JOIN (VALUES ('EUR'), ('USD')) AS c (code) JOIN (VALUES (0, 0, 0), (2004, 0, 0), (2004, 5, 0), (2004, 5, 6)) AS p (year, month, day)
      ON year = 0 AND code = 'EUR' OR city_id < 5000;
  INSERT INTO salesman_total
    SELECT salesman_key, country, 'EUR', year, month, day, (salesman_key * 7919 % 50021)::numeric / 100, 1 + salesman_key % 5
    FROM salesman CROSS JOIN (VALUES (''), ('Country 1')) AS c (country) JOIN (VALUES (0, 0, 0), (2004, 0, 0), (2004, 5, 0), (2004, 5, 6)) AS p (year, month, day)
      ON year = 0 AND country = '' OR salesman_key < 5000;
  INSERT INTO salesman_partial
    SELECT salesman_key, 'Country 1', 'EUR', DATE '2004-05-06' - shard, shard, 1, 1, 1, 1, 'Name ' || salesman_key, shard
    FROM salesman CROSS JOIN generate_series(0, 1) AS shard;
  INSERT INTO country_total
    SELECT country, code, 1900 + i / 372, 1 + i / 31 % 12, 1 + i % 31, 1, 1
    FROM generate_series(0, 37199) AS i CROSS JOIN (VALUES (''), ('Country 1')) AS c (country) CROSS JOIN (VALUES ('EUR'), ('USD')) AS d (code);
  INSERT INTO country_total
    SELECT country, code, 0, 0, 0, 1, 1 FROM (VALUES (''), ('Country 1')) AS c (country) CROSS JOIN (VALUES ('EUR'), ('USD')) AS d (code);
  INSERT INTO city_partial
    SELECT 1, 'EUR', DATE '1990-01-01' + i / 6, i % 6, 1, 1, 1, 1, i * 7919 % 100003, 'shop:' || i, '[]'
    FROM generate_series(0, 99999) AS i;
  INSERT INTO city_partial
    SELECT city_id, 'EUR', DATE '2004-05-06', 0, 1, 1, 1, 1, 1, 'shop:x' || city_id, '[]' FROM city WHERE city_id BETWEEN 2 AND 5000;
  ANALYZE;`

const SPANS = { all: [0, 0, 0], year: [2004, 0, 0], month: [2004, 5, 0], day: [2004, 5, 6] }

describe('on 100,000 groups of each kind', () => {
  let store: Store
  before(async () => {
    store = await openStore(1)
    await store.pool.query(FILL)
  })
  after(() => store[Symbol.asyncDispose]())

  /** Every node of the plan as run; a prepared plan may be made for the values or, later on, for any values. */
  async function nodesOf(name: string, values: readonly Value[], planCache: string): Promise<PlanNode[]> {
    const { text } = statement(name)
    const types = values.map(typeOf).join(', ')
    await store.pool.query(
      `SET plan_cache_mode = ${planCache}; PREPARE asked${types === '' ? '' : ` (${types})`} AS ${text}`
    )
    const literals = values.map((value) =>
      value === null
        ? 'NULL'
        : typeof value === 'number'
          ? String(value)
          : typeof value === 'string'
            ? `'${value}'`
            : `'{${value.join(',')}}'`
    )
    const { rows } = await store.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
      `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE asked${values.length === 0 ? '' : ` (${literals.join(', ')})`}`
    )
    await store.pool.query('DEALLOCATE asked; RESET plan_cache_mode')
    const flatten = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)]
    return flatten(rows[0]!['QUERY PLAN'][0].Plan)
  }

  function assertReadsIndex(nodes: readonly PlanNode[], what: string, mostRows: number): void {
    const shown = nodes
      .map(
        (node) => `${node['Node Type']} ${node['Relation Name'] ?? ''} ${node['Actual Rows']}x${node['Actual Loops']}`
      )
      .join('\n')
    for (const node of nodes) {
      const relation = node['Relation Name']
      if (node['Node Type'] === 'Seq Scan')
        assert.ok(relation === 'currency', `${what} scans all of ${relation ?? '?'}:\n${shown}`)
      if (relation === undefined || !SMALL.has(relation)) {
        assert.ok(node['Actual Rows'] <= mostRows, `${what} reads ${node['Actual Rows']} rows:\n${shown}`)
      }
    }
  }

  for (const planCache of ['force_custom_plan', 'force_generic_plan', 'auto']) {
    for (const [period, span] of Object.entries(SPANS)) {
      test(`rankings of ${period} read no more than they show (${planCache})`, async () => {
        for (const currency of ['EUR', null]) {
          const most = 3 * 4 * LIMIT
          assertReadsIndex(await nodesOf('top-cities', [currency, ...span, LIMIT], planCache), 'top-cities', most)
          assertReadsIndex(
            await nodesOf('top-cities-in-country', [currency, ...span, LIMIT, 'Country 1'], planCache),
            'top-cities-in-country',
            most
          )
          for (const country of ['', 'Country 1']) {
            assertReadsIndex(
              await nodesOf('top-salesmen', [currency, ...span, LIMIT, country], planCache),
              'top-salesmen',
              most
            )
          }
        }
      })
    }

    test(`a later page reads no more than an earlier one (${planCache})`, async () => {
      const after = ['100.00', 3]
      const most = 3 * 4 * LIMIT
      const cities = ['EUR', ...SPANS.all, LIMIT, ...after, 'City 1', 'Country 1', '']
      assertReadsIndex(await nodesOf('top-cities-after', cities, planCache), 'top-cities-after', most)
      assertReadsIndex(
        await nodesOf('top-cities-in-country-after', [...cities, 'Country 1'], planCache),
        'top-cities-in-country-after',
        most
      )
      const men = ['EUR', ...SPANS.all, LIMIT, '', ...after, 'Name 1', 's1']
      assertReadsIndex(await nodesOf('top-salesmen-after', men, planCache), 'top-salesmen-after', most)
    })

    test(`a month of a country reads its days; the lists read one row each (${planCache})`, async () => {
      const days = ['EUR', 5000, 1, 31, 1, 12, 1950, 5, 1, 1950, 5, 31, 'Country 1']
      assertReadsIndex(await nodesOf('country-series', days, planCache), 'country-series', 3 * 31)
      assertReadsIndex(await nodesOf('countries', [], planCache), 'countries', 2)
      assertReadsIndex(await nodesOf('currencies', [], planCache), 'currencies', 4)
    })

    test(`the largest sales read an index, or the partials of the period (${planCache})`, async () => {
      const city = ['Country 1', 'City 1', null]
      for (const currency of ['EUR', null]) {
        assertReadsIndex(
          await nodesOf('city-top-sales', [...city, currency, LIMIT], planCache),
          'city-top-sales',
          3 * LIMIT
        )
        const day = [...city, currency, LIMIT, '2004-05-06', '2004-05-06']
        assertReadsIndex(await nodesOf('city-top-sales-in-period', day, planCache), 'a day', 3 * LIMIT)
        const year = [...city, currency, LIMIT, '2004-01-01', '2004-12-31']
        assertReadsIndex(await nodesOf('city-top-sales-in-period', year, planCache), 'a year', 366 * 6)
      }
      assertReadsIndex(await nodesOf('city-exists', city, planCache), 'city-exists', LIMIT)
      assertReadsIndex(await nodesOf('salesman-name', ['s77'], planCache), 'salesman-name', LIMIT)
    })
  }

  for (const planCache of ['force_custom_plan', 'force_generic_plan']) {
    test(`a range of dates adds up its years, months and days, and reads nothing else (${planCache})`, async () => {
      const spans = [
        [2004, 2004, 2005],
        [5, 5, 0],
        [0, 6, 0]
      ]
      for (const currency of ['USD', null]) {
        const cities = await nodesOf('top-cities-in-range', [currency, ...spans, LIMIT, null], planCache)
        assertReadsIndex(cities, 'top-cities-in-range', 2 * 5000)
        const inOne = await nodesOf('top-cities-in-range', [currency, ...spans, LIMIT, 'Country 1'], planCache)
        assertReadsIndex(inOne, 'top-cities-in-range', 2 * 5000)
        const men = await nodesOf('top-salesmen-in-range', [currency, ...spans, LIMIT, ''], planCache)
        assertReadsIndex(men, 'top-salesmen-in-range', 2 * 5000)
      }
    })
  }

  test('a full ranking of 5,000 cities reads 5,000 and the ties of the last', async () => {
    const nodes = await nodesOf('top-cities', ['EUR', 0, 0, 0, 5000], 'auto')
    assertReadsIndex(nodes, 'top-cities', 5100)
  })
})

function typeOf(value: Value): string {
  if (typeof value === 'number') return 'smallint'
  return value === null || typeof value === 'string' ? 'text' : 'smallint[]'
}
