import { randomUUID } from 'node:crypto'
import { PostgresJobStore } from '../src/adapters/postgres/job-store.ts'
import type { ColumnEdge, StoredDataset, StoredJob, StoredRun } from '../src/core/lineage/digest.ts'
import type { Store } from './store.ts'

const NAMESPACE = 'sales-pipeline'
const KAFKA = 'kafka://127.0.0.1:19092'
const SOURCE = 'postgres://127.0.0.1:15432'
const PARTNER = 'http://127.0.0.1:18000'
const INTERVAL_MS = 600_000

type Field = readonly [name: string, ...from: (readonly [dataset: string, field: string, way: string])[]]

/** Each dataset: where it is, its type, and its fields with what they are made of. */
const DATASETS: Readonly<Record<string, readonly [namespace: string, type: string, fields: readonly Field[]]>> = {
  'source.public.sale': [SOURCE, 'TABLE', [['sale_id'], ['city_id'], ['salesman_id'], ['amount'], ['sold_at']]],
  'source.public.city': [SOURCE, 'TABLE', [['city_id'], ['name'], ['region'], ['country']]],
  'source.public.salesman': [SOURCE, 'TABLE', [['salesman_id'], ['name']]],
  '/var/lib/sales/inbox': ['file', 'FOLDER', [['sale_id'], ['city'], ['amount'], ['sold_at']]],
  'sales/ListChangedSales': [PARTNER, 'SERVICE', [['saleId'], ['city'], ['amount'], ['soldAt']]],
  'cdc.public.sale': [KAFKA, 'TOPIC', [['key'], ['after', ['source.public.sale', 'amount', 'TRANSFORMATION']]]],
  'cdc.public.city': [KAFKA, 'TOPIC', [['key'], ['after', ['source.public.city', 'name', 'TRANSFORMATION']]]],
  'cdc.public.salesman': [KAFKA, 'TOPIC', [['key'], ['after', ['source.public.salesman', 'name', 'TRANSFORMATION']]]],
  sales: [
    KAFKA,
    'TOPIC',
    [
      ['key', ['source.public.sale', 'sale_id', 'TRANSFORMATION']],
      [
        'place.city',
        ['source.public.city', 'name', 'IDENTITY'],
        ['source.public.sale', 'city_id', 'JOIN'],
        ['/var/lib/sales/inbox', 'city', 'IDENTITY'],
        ['sales/ListChangedSales', 'city', 'IDENTITY']
      ],
      [
        'amount',
        ['source.public.sale', 'amount', 'IDENTITY'],
        ['/var/lib/sales/inbox', 'amount', 'TRANSFORMATION'],
        ['sales/ListChangedSales', 'amount', 'TRANSFORMATION']
      ],
      ['sold_at', ['source.public.sale', 'sold_at', 'IDENTITY']]
    ]
  ],
  'sales-by-city': [
    KAFKA,
    'TOPIC',
    [
      ['key.city', ['sales', 'place.city', 'IDENTITY']],
      ['key.day', ['sales', 'sold_at', 'TRANSFORMATION']],
      [
        'total',
        ['sales', 'amount', 'AGGREGATION'],
        ['sales', 'place.city', 'GROUP_BY'],
        ['sales', 'sold_at', 'GROUP_BY']
      ]
    ]
  ],
  'sales-by-salesman': [KAFKA, 'TOPIC', [['total', ['sales', 'amount', 'AGGREGATION']]]],
  'results.public.city_total': [
    SOURCE,
    'TABLE',
    [
      ['city_id', ['sales-by-city', 'key.city', 'TRANSFORMATION']],
      ['total', ['sales-by-city', 'total', 'AGGREGATION'], ['sales-by-city', 'key.day', 'GROUP_BY']]
    ]
  ],
  'results.public.country_total': [SOURCE, 'TABLE', [['total', ['sales-by-city', 'total', 'AGGREGATION']]]],
  'results.public.salesman_total': [SOURCE, 'TABLE', [['total', ['sales-by-salesman', 'total', 'AGGREGATION']]]],
  'results.public.sale_state': [SOURCE, 'TABLE', [['amount', ['sales', 'amount', 'IDENTITY']]]]
}

interface Work {
  readonly name: string
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly rowsPerSecond?: number
  readonly lag?: { readonly value: number; readonly unit: string }
  readonly batch?: true
}

const TABLES = ['source.public.sale', 'source.public.city', 'source.public.salesman']
const CHANGES = ['cdc.public.sale', 'cdc.public.city', 'cdc.public.salesman']
const JOBS: readonly Work[] = [
  {
    name: 'db-cdc-bridge',
    reads: TABLES,
    writes: ['sales', ...CHANGES],
    rowsPerSecond: 42.5,
    lag: { value: 0, unit: 'bytes' }
  },
  { name: 'db-cdc-bridge.snapshot', reads: TABLES, writes: ['sales', ...CHANGES], batch: true },
  { name: 'file-ingestor', reads: ['/var/lib/sales/inbox'], writes: ['sales'], lag: { value: 0, unit: 'files' } },
  { name: 'file-ingestor.file', reads: ['/var/lib/sales/inbox'], writes: ['sales'], batch: true },
  { name: 'soap-ingestor', reads: ['sales/ListChangedSales'], writes: ['sales'], rowsPerSecond: 3.2 },
  {
    name: 'city-aggregator',
    reads: ['sales'],
    writes: ['sales-by-city'],
    rowsPerSecond: 45.7,
    lag: { value: 12, unit: 'records' }
  },
  {
    ...{ name: 'salesman-aggregator', reads: ['sales'], writes: ['sales-by-salesman'] },
    ...{ rowsPerSecond: 45.7, lag: { value: 8, unit: 'records' } }
  },
  {
    name: 'results-api',
    reads: ['sales', 'sales-by-city', 'sales-by-salesman'],
    writes: ['city_total', 'country_total', 'salesman_total', 'sale_state'].map((table) => `results.public.${table}`),
    ...{ rowsPerSecond: 91.4, lag: { value: 0, unit: 'records' } }
  }
]

/** How one job fares, where it is not well. */
export type Trouble = Partial<Pick<StoredRun, 'state' | 'error' | 'ended_at'>> & { readonly progress?: object }

/** Puts the pipeline into a store, as the services would tell of themselves. */
export async function applyPipeline(store: Store, troubles: Readonly<Record<string, Trouble>> = {}): Promise<void> {
  const now = new Date().toISOString()
  await store.pool.query('DELETE FROM lineage_run')
  await new PostgresJobStore(store.pool).save(
    {
      jobs: JOBS.map(jobOf),
      runs: JOBS.map((job) => runOf(job, now, troubles[job.name])),
      datasets: Object.keys(DATASETS).map((name) => datasetOf(name, now))
    },
    { topic: 'lineage', partition: 0, next: 1n, end: 1n }
  )
}

function nameOf(dataset: string) {
  return { namespace: DATASETS[dataset]![0], name: dataset }
}

function jobOf({ name, reads, writes, batch }: Work): StoredJob {
  const columns = (output: string): ColumnEdge[] =>
    DATASETS[output]![2].flatMap(([field, ...from]) =>
      from
        .filter(([of]) => reads.includes(of))
        .map(([of, origin, way]) => ({
          ...{ field, from: { ...nameOf(of), field: origin }, subtype: way },
          type: ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION'].includes(way) ? 'DIRECT' : 'INDIRECT'
        }))
    )
  return {
    ...{ namespace: NAMESPACE, name, description: `What ${name} does`, owner: 'data' },
    ...{ processing: batch ? 'BATCH' : 'STREAMING', kind: batch ? 'FILE' : 'SERVICE' },
    inputs: reads.map(nameOf),
    outputs: writes.map((output) => ({ ...nameOf(output), columns: columns(output) }))
  }
}

function runOf({ name, rowsPerSecond = 0, lag, batch }: Work, now: string, trouble: Trouble = {}): StoredRun {
  const progress = { ready: true, intervalMs: INTERVAL_MS, rowsPerSecond, ...(lag && { lag }), ...trouble.progress }
  return {
    ...{ run_id: randomUUID(), namespace: NAMESPACE, name, parent_id: null, error: null },
    ...{ state: batch ? 'COMPLETE' : 'RUNNING', event_at: now, ended_at: batch ? now : null },
    ...trouble,
    progress
  }
}

function datasetOf(name: string, now: string): StoredDataset {
  const [, type, fields] = DATASETS[name]!
  return {
    ...{ ...nameOf(name), type, description: `What is in ${name}`, owner: 'data', version: null },
    ...{ fields: fields.map(([field]) => ({ name: field })), event_at: now }
  }
}
