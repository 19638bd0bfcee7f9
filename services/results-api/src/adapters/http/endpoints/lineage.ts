import { sales } from '@sales-pipeline/contracts'
import { formatAmount, parseAmount } from '@sales-pipeline/money'
import { shownGraph } from '../../../core/lineage/graph.ts'
import { readPageCursor, writePageCursor } from '../../../core/lineage/page-cursor.ts'
import { provenanceOf, shownSale, shownState } from '../../../core/lineage/shown-sale.ts'
import { spanDate, spanOf, type Period } from '../../../core/period.ts'
import { sumText } from '../../../core/rankings.ts'
import type { LineageReads, TotalFilter } from '../../../lineage-ports.ts'
import { endpoint, type Endpoint } from './endpoint.ts'
import { lineageParameters } from './lineage-shapes.ts'
import { parameters } from './shapes.ts'

const MOST_VERSIONS = 100

export interface LineageEndpointsOptions {
  readonly reads: LineageReads
  readonly topicPrefix: string
  /** Epoch ms. */
  readonly now: () => number
}

/** Where the figures come from: the jobs behind them, one sale, and the sales behind a total. */
export function lineageEndpoints({ reads, topicPrefix, now }: LineageEndpointsOptions): readonly Endpoint[] {
  const graph = endpoint({
    name: 'lineage',
    path: '/api/v1/lineage',
    summary: 'The jobs of the pipeline with their health, what they read and write, and which field is made of which',
    parameters: {},
    answer: 'LineageGraph',
    live: true,
    ask: async () => shownGraph(await reads.graph(), now())
  })
  const sale = endpoint({
    name: 'saleLineage',
    path: '/api/v1/lineage/sales/{saleId}',
    summary: 'One sale: where and when it was read, its record in Kafka, the totals that it is part of, its history',
    parameters: { saleId: lineageParameters.saleId },
    answer: 'SaleLineage',
    notFound: 'No sale with that id has been seen.',
    live: true,
    ask: async (_results, { saleId }) => {
      const history = await reads.history(saleId, MOST_VERSIONS)
      return history && shownSale(saleId, topicPrefix + sales.name, history)
    }
  })
  return [graph, sale, cityLineage(reads), salesmanLineage(reads)]
}

function cityLineage(reads: LineageReads): Endpoint {
  const { country, city, region, period, date } = parameters
  return endpoint({
    name: 'cityLineage',
    path: '/api/v1/lineage/cities/{country}/{city}',
    summary: "The sales behind a city's total, by source, with subtotals",
    parameters: { country, city, region, period, date, ...pageParameters },
    answer: 'CityLineage',
    notFound: 'That city has no sales there.',
    live: true,
    ask: async (_results, asked) => {
      const { country, city, region } = asked
      const found = await behind(reads, { ...filterOf(asked), of: 'city', country, city, region }, asked)
      return found && { country, city, region: region ?? null, ...found }
    }
  })
}

function salesmanLineage(reads: LineageReads): Endpoint {
  const { salesmanId, country, period, date } = parameters
  return endpoint({
    name: 'salesmanLineage',
    path: '/api/v1/lineage/salesmen/{salesmanId}',
    summary: "The sales behind a salesman's total, by source, with subtotals",
    parameters: {
      salesmanId,
      country: country.optional().describe('Country, exactly as in the data. Default: all countries together.'),
      ...{ period, date, ...pageParameters }
    },
    answer: 'SalesmanLineage',
    notFound: 'That salesman has no sales there.',
    live: true,
    ask: async (_results, asked) => {
      const { salesmanId, country } = asked
      const found = await behind(reads, { ...filterOf(asked), of: 'salesman', salesmanId, country }, asked)
      return found && { salesmanId, country: country ?? null, ...found }
    }
  })
}

const { currency, limit, cursor } = lineageParameters
const pageParameters = { currency, limit, cursor }

interface Asked {
  readonly currency: string
  readonly period: Period
  readonly date?: string | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

function filterOf({ currency, period, date }: Asked) {
  return { currency, span: spanOf(period, date) }
}

async function behind(reads: LineageReads, filter: TotalFilter, { period, limit, cursor }: Asked) {
  const after = cursor === undefined ? undefined : readPageCursor(cursor)
  const { ranked, sources, sales: found, next, lag } = await reads.breakdown(filter, after, limit)
  const sum = sources.reduce((total, source) => total + amountOf(source.total), 0n)
  const count = sources.reduce((total, source) => total + source.count, 0)
  if (count === 0 && ranked.count === 0) return undefined
  return {
    ...{ currency: filter.currency, period, date: spanDate(filter.span), total: formatAmount(sum), count },
    ranking: { total: sumText(ranked.total), count: ranked.count },
    consistent: sum === amountOf(ranked.total) && count === ranked.count,
    lagRecords: lag,
    sources: sources.map((source) => ({ ...source, total: sumText(source.total) })),
    items: found.map((sale) => ({
      ...{ saleId: sale.saleId, source: sale.source, ...shownState(sale), ...provenanceOf(sale) },
      ...{ partition: sale.partition, offset: sale.offset, traceId: sale.traceId }
    })),
    next: next && writePageCursor(next)
  }
}

/** Exact, whatever the size. */
function amountOf(stored: string): bigint {
  const shown = sumText(stored)
  const [whole = '0', decimals = ''] = shown.split('.')
  return parseAmount(shown) ?? BigInt(whole + decimals.padEnd(4, '0'))
}
