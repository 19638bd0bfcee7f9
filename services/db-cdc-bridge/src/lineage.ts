import { cdc, sales } from '@sales-pipeline/contracts'
import {
  identity,
  joinedBy,
  tableDataset,
  topicDataset,
  transformed,
  type Dataset,
  type Job,
  type Output
} from '@sales-pipeline/lineage'
import type { Config } from './config.ts'
import { REQUIRED_COLUMNS, ROLES, type Role } from './core/source-tables.ts'

const MEANING: Readonly<Record<Role, string>> = {
  sale: 'Sales, with references to salesman and city',
  salesman: 'Salesmen and their names',
  city: 'Cities with region and country'
}
const CHANGES = 'sales_pipeline_cdc_changes_total'
const SALES = 'sales_pipeline_cdc_sales_total'
const REFUSED = [{ metric: 'sales_pipeline_dead_letters_total' }]

type Settings = Pick<
  Config,
  'SOURCE_DATABASE_URL' | 'SOURCE_SCHEMA' | 'KAFKA_BROKERS' | 'TOPIC_PREFIX' | 'LINEAGE_NAMESPACE'
>

/** What the bridge does as long as it runs, and what it does first: read everything once. */
export function lineageJobs(config: Settings): { readonly stream: Job; readonly snapshot: Job } {
  const tables = inputs(config)
  const written = outputs(config, tables)
  const common = {
    namespace: config.LINEAGE_NAMESPACE,
    owner: sales.owner,
    inputs: ROLES.map((role) => tables[role]),
    outputs: [written.sales, ...ROLES.map((role) => written[role])]
  }
  const rowsOut = (op: readonly string[]) =>
    Object.fromEntries(ROLES.map((role) => [written[role].name, [{ metric: CHANGES, labels: { table: [role], op } }]]))
  return {
    stream: {
      ...common,
      name: 'db-cdc-bridge',
      description:
        "Carries every change of the source's tables from its write-ahead log to Kafka, and makes sales of it.",
      processing: 'STREAMING',
      kind: 'SERVICE',
      measures: {
        rowsIn: [{ metric: CHANGES }],
        rowsRefused: REFUSED,
        rowsOut: {
          ...rowsOut(['r', 'c', 'u', 'd', 't']),
          [written.sales.name]: [{ metric: SALES }, { metric: 'sales_pipeline_cdc_tombstones_total' }]
        },
        lag: {
          unit: 'bytes',
          counts: [{ metric: 'sales_pipeline_cdc_lag_bytes', labels: { stage: ['acknowledged'] } }]
        }
      }
    },
    snapshot: {
      ...common,
      name: 'db-cdc-bridge.snapshot',
      description: "Reads the source's tables once, as they are where the stream of changes begins.",
      processing: 'BATCH',
      kind: 'SNAPSHOT',
      measures: {
        rowsIn: [{ metric: CHANGES, labels: { op: ['r'] } }],
        rowsRefused: REFUSED,
        rowsOut: {
          ...rowsOut(['r']),
          [written.sales.name]: [{ metric: SALES, labels: { cause: ['snapshot'] } }]
        }
      }
    }
  }
}

function inputs({ SOURCE_DATABASE_URL: url, SOURCE_SCHEMA: schema }: Settings): Readonly<Record<Role, Dataset>> {
  const table = (role: Role): Dataset =>
    tableDataset(url, {
      ...{ schema, table: role, description: MEANING[role] },
      // A column may be of any type: the bridge takes it in its text form.
      fields: REQUIRED_COLUMNS[role].map((name) => ({ name, type: 'unknown' }))
    })
  return { sale: table('sale'), salesman: table('salesman'), city: table('city') }
}

function outputs(
  { SOURCE_SCHEMA: schema, KAFKA_BROKERS: brokers, TOPIC_PREFIX: topicPrefix }: Settings,
  tables: Readonly<Record<Role, Dataset>>
): Readonly<Record<Role | 'sales', Output>> {
  const cluster = { brokers, topicPrefix }
  const changes = (role: Role): Output => {
    const columns = transformed(tables[role], ...REQUIRED_COLUMNS[role])
    return { ...topicDataset(cdc(schema, role), cluster), columns: { before: columns, after: columns } }
  }
  return {
    sales: { ...topicDataset(sales, cluster), columns: saleColumns(tables) },
    ...{ sale: changes('sale'), salesman: changes('salesman'), city: changes('city') }
  }
}

/** A sale is a row of `sale`, joined with its salesman and its city. */
function saleColumns({ sale, salesman, city }: Readonly<Record<Role, Dataset>>): Output['columns'] {
  const byCity = [...joinedBy(sale, 'city_id'), ...joinedBy(city, 'city_id')]
  const bySalesman = [...joinedBy(sale, 'salesman_id'), ...joinedBy(salesman, 'salesman_id')]
  return {
    key: transformed(sale, 'sale_id'),
    sale_id: transformed(sale, 'sale_id'),
    'place.city': [...identity(city, 'name'), ...byCity],
    'place.region': [...identity(city, 'region'), ...byCity],
    'place.country': [...identity(city, 'country'), ...byCity],
    'salesman.id': identity(sale, 'salesman_id'),
    'salesman.name': [...identity(salesman, 'name'), ...bySalesman],
    amount: identity(sale, 'amount'),
    currency: identity(sale, 'currency'),
    sold_at: identity(sale, 'sold_at'),
    product: identity(sale, 'product')
  }
}
