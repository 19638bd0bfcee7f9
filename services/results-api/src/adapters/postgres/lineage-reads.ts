import type pg from 'pg'
import { sales } from '@sales-pipeline/contracts'
import type { StoredJob } from '../../core/lineage/digest.ts'
import type { PageCursor } from '../../core/lineage/page-cursor.ts'
import { daysOf } from '../../core/period.ts'
import type {
  Breakdown,
  CountedSale,
  Graph,
  KnownDataset,
  LineageReads,
  NamedRun,
  SaleHistory,
  SaleVersion,
  Sum,
  TotalFilter
} from '../../lineage-ports.ts'
import { countedSaleOf, runOf, versionOf, type RunRow, type SaleRow, type VersionRow } from './lineage-rows.ts'
import { rowsOf, type Value } from './rows-of.ts'
import { statement } from './statements.ts'
import { inTransaction, ONE_MOMENT } from './transaction.ts'

const JOBS = statement('lineage-jobs')
const RUNS = statement('lineage-runs')
const DATASETS = statement('lineage-datasets')
const HISTORY = statement('sale-history')
const LAST_KNOWN = statement('sale-last-known')
const LAG = statement('lineage-lag')
const RANKED = { city: statement('ranked-city'), salesman: statement('ranked-salesman') }
const SOURCES = { city: statement('sources-of-city'), salesman: statement('sources-of-salesman') }
const SALES = { city: statement('sales-of-city'), salesman: statement('sales-of-salesman') }

const MOST_JOBS = 200
const MOST_RUNS = 20

type SourceSum = Sum & { readonly source: string }

/** Every answer is of one moment, and reads indexes. */
export class PostgresLineageReads implements LineageReads {
  readonly #pool: pg.Pool
  readonly #salesTopic: string

  /** @param topicPrefix under which the topic of the sales was followed */
  constructor(pool: pg.Pool, topicPrefix: string) {
    this.#pool = pool
    this.#salesTopic = topicPrefix + sales.name
  }

  graph(): Promise<Graph> {
    return this.#ofOneMoment(async (client) => ({
      jobs: await rowsOf<StoredJob>(client, JOBS, [MOST_JOBS]),
      runs: (await rowsOf<RunRow>(client, RUNS, [MOST_JOBS, MOST_RUNS])).map(runOf) satisfies NamedRun[],
      datasets: await rowsOf<KnownDataset>(client, DATASETS, [MOST_JOBS])
    }))
  }

  history(saleId: string, most: number): Promise<SaleHistory | undefined> {
    return this.#ofOneMoment(async (client) => {
      const versions: SaleVersion[] = (await rowsOf<VersionRow>(client, HISTORY, [saleId, most])).map(versionOf)
      if (versions.length === 0) return undefined
      const [lastKnown] = await rowsOf<VersionRow>(client, LAST_KNOWN, [saleId])
      return { versions, lastKnown: lastKnown && versionOf(lastKnown) }
    })
  }

  breakdown(filter: TotalFilter, after: PageCursor | undefined, limit: number): Promise<Breakdown> {
    return this.#ofOneMoment(async (client) => {
      const [ranked] = await rowsOf<{ total: string; count: string }>(client, RANKED[filter.of], rankedValues(filter))
      const found = await rowsOf<Omit<SourceSum, 'count'> & { count: string }>(
        client,
        SOURCES[filter.of],
        groupValues(filter)
      )
      const [lag] = await rowsOf<{ lag: string }>(client, LAG, [this.#salesTopic])
      const sources = found.map((row) => ({ ...row, count: Number(row.count) }))
      return {
        ranked: { total: ranked?.total ?? '0', count: Number(ranked?.count ?? 0) },
        sources,
        ...(await page(client, filter, sources, after, limit)),
        lag: Number(lag?.lag ?? 0)
      }
    })
  }

  #ofOneMoment<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return inTransaction(this.#pool, work, ONE_MOMENT)
  }
}

/** Source by source; one row more than is shown tells that there is a next page. */
async function page(
  client: pg.ClientBase,
  filter: TotalFilter,
  sources: readonly SourceSum[],
  after: PageCursor | undefined,
  limit: number
): Promise<Pick<Breakdown, 'sales' | 'next'>> {
  const found: CountedSale[] = []
  for (const { source } of sources) {
    if (after !== undefined && source < after.source) continue
    const behind = source === after?.source ? after : undefined
    const values = [...groupValues(filter), source, behind?.day, behind?.saleId, limit + 1 - found.length]
    found.push(...(await rowsOf<SaleRow>(client, SALES[filter.of], values)).map(countedSaleOf))
    if (found.length > limit) break
  }
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return { sales: shown, next: found.length > limit && last !== undefined ? last : null }
}

function groupValues(filter: TotalFilter): Value[] {
  const days = daysOf(filter.span)
  const common = [filter.currency, days?.first, days?.last]
  return filter.of === 'city'
    ? [filter.country, filter.city, filter.region, ...common]
    : [filter.salesmanId, filter.country, ...common]
}

function rankedValues(filter: TotalFilter): Value[] {
  const { currency, span } = filter
  const common = [currency, span.year, span.month, span.day]
  return filter.of === 'city'
    ? [filter.country, filter.city, filter.region, ...common]
    : [filter.salesmanId, filter.country ?? '', ...common]
}
