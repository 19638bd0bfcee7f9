import { sales, salesByCity, salesBySalesman } from '@sales-pipeline/contracts'
import {
  aggregated,
  groupedBy,
  identity,
  tableDataset,
  topicDataset,
  transformed,
  type Dataset,
  type Job,
  type Output
} from '@sales-pipeline/lineage'
import type { Config } from './config.ts'
import { TABLES, type TableName } from './core/tables.ts'

const RECORDS = 'sales_pipeline_sink_records_total'

type Settings = Pick<Config, 'RESULTS_DATABASE_URL' | 'KAFKA_BROKERS' | 'TOPIC_PREFIX' | 'LINEAGE_NAMESPACE'>

/** What results-api does as long as it runs. */
export function resultsJob(config: Settings): Job {
  const cluster = { brokers: config.KAFKA_BROKERS, topicPrefix: config.TOPIC_PREFIX }
  const [cities, salesmen] = [topicDataset(salesByCity, cluster), topicDataset(salesBySalesman, cluster)]
  const single = topicDataset(sales, cluster)
  const table = (name: TableName, columns: Output['columns']): Output => ({
    ...tableDataset(config.RESULTS_DATABASE_URL, { schema: 'public', table: name, ...TABLES[name] }),
    columns
  })
  const cityPartial = table('city_partial', cityPartialColumns(cities))
  const salesmanPartial = table('salesman_partial', salesmanPartialColumns(salesmen))
  const saleVersion = table('sale_version', saleVersionColumns(single))
  const taken = (stream: string) => [{ metric: RECORDS, labels: { stream: [stream], outcome: ['applied'] } }]
  return {
    namespace: config.LINEAGE_NAMESPACE,
    name: 'results-api',
    description:
      'Merges the partial totals into the results store, keeps the history of every sale, and answers the REST API.',
    owner: salesByCity.owner,
    processing: 'STREAMING',
    kind: 'SERVICE',
    inputs: [cities, salesmen, single],
    outputs: [
      cityPartial,
      table('city_total', cityTotalColumns(cities)),
      table('country_total', countryTotalColumns(cities)),
      salesmanPartial,
      table('salesman_total', salesmanTotalColumns(salesmen)),
      saleVersion,
      table('sale_state', saleStateColumns(single))
    ],
    measures: {
      rowsIn: [{ metric: RECORDS }],
      rowsRefused: [{ metric: RECORDS, labels: { outcome: ['refused'] } }],
      rowsOut: {
        [cityPartial.name]: taken(salesByCity.stream),
        [salesmanPartial.name]: taken(salesBySalesman.stream),
        [saleVersion.name]: [
          { metric: 'sales_pipeline_lineage_records_total', labels: { stream: [sales.stream], outcome: ['stored'] } }
        ]
      },
      lag: { unit: 'records', counts: [{ metric: 'sales_pipeline_lag_records' }] }
    }
  }
}

function cityPartialColumns(cities: Dataset): Output['columns'] {
  return {
    city_id: transformed(cities, 'key.country', 'key.city', 'key.region'),
    currency: identity(cities, 'key.currency'),
    day: identity(cities, 'key.day'),
    shard: identity(cities, 'key.shard'),
    generation: identity(cities, 'version.generation'),
    version_offset: identity(cities, 'version.offset'),
    total: identity(cities, 'total'),
    count: identity(cities, 'count'),
    top_amount: transformed(cities, 'largest.amount'),
    top_sale_id: transformed(cities, 'largest.sale_id'),
    largest: transformed(cities, 'largest')
  }
}

function cityTotalColumns(cities: Dataset): Output['columns'] {
  const group = groupedBy(cities, 'key.country', 'key.region', 'key.city', 'key.currency', 'key.day')
  const day = transformed(cities, 'key.day')
  return {
    city_id: transformed(cities, 'key.country', 'key.city', 'key.region'),
    country: identity(cities, 'key.country'),
    currency: identity(cities, 'key.currency'),
    ...{ year: day, month: day, day },
    total: [...aggregated(cities, 'total'), ...group],
    count: [...aggregated(cities, 'count'), ...group]
  }
}

function countryTotalColumns(cities: Dataset): Output['columns'] {
  const group = groupedBy(cities, 'key.country', 'key.currency', 'key.day')
  const day = transformed(cities, 'key.day')
  return {
    country: transformed(cities, 'key.country'),
    currency: identity(cities, 'key.currency'),
    ...{ year: day, month: day, day },
    total: [...aggregated(cities, 'total'), ...group],
    count: [...aggregated(cities, 'count'), ...group]
  }
}

function salesmanPartialColumns(salesmen: Dataset): Output['columns'] {
  return {
    salesman_key: transformed(salesmen, 'key.salesman_id'),
    country: identity(salesmen, 'key.country'),
    currency: identity(salesmen, 'key.currency'),
    day: identity(salesmen, 'key.day'),
    shard: identity(salesmen, 'key.shard'),
    generation: identity(salesmen, 'version.generation'),
    version_offset: identity(salesmen, 'version.offset'),
    total: identity(salesmen, 'total'),
    count: identity(salesmen, 'count'),
    salesman_name: identity(salesmen, 'salesman_name'),
    named_at: identity(salesmen, 'named_at')
  }
}

function salesmanTotalColumns(salesmen: Dataset): Output['columns'] {
  const group = groupedBy(salesmen, 'key.salesman_id', 'key.country', 'key.currency', 'key.day')
  const day = transformed(salesmen, 'key.day')
  return {
    salesman_key: transformed(salesmen, 'key.salesman_id'),
    country: transformed(salesmen, 'key.country'),
    currency: identity(salesmen, 'key.currency'),
    ...{ year: day, month: day, day },
    total: [...aggregated(salesmen, 'total'), ...group],
    count: [...aggregated(salesmen, 'count'), ...group]
  }
}

function saleVersionColumns(single: Dataset): Output['columns'] {
  return {
    sale_id: identity(single, 'key'),
    version: identity(single, 'version'),
    country: identity(single, 'place.country'),
    region: identity(single, 'place.region'),
    city: identity(single, 'place.city'),
    salesman_id: identity(single, 'salesman.id'),
    salesman_name: identity(single, 'salesman.name'),
    amount: identity(single, 'amount'),
    currency: identity(single, 'currency'),
    sold_at: identity(single, 'sold_at'),
    day: transformed(single, 'sold_at'),
    product: identity(single, 'product'),
    system: identity(single, 'provenance.system'),
    dataset: identity(single, 'provenance.dataset'),
    position: identity(single, 'provenance.position'),
    observed_at: identity(single, 'provenance.observed_at')
  }
}

function saleStateColumns(single: Dataset): Output['columns'] {
  const { sale_id, country, region, city, salesman_id, currency, day, amount, version } = saleVersionColumns(single)
  const kept = { sale_id, country, region, city, salesman_id, currency, day, amount, version }
  const known = Object.entries(kept).flatMap(([field, origins]) =>
    origins === undefined ? [] : [[field, origins] as const]
  )
  return { ...Object.fromEntries(known), source: transformed(single, 'key') }
}
