import type { EventType } from '@sales-pipeline/contracts'
import { ADAPTER_VERSION, EVENT_SCHEMA, facet, PRODUCER, PROGRESS_FACET, progressFacet, type Facet } from './facets.ts'
import type { Dataset, Field, Job, Output } from './model.ts'

type Facets = Readonly<Record<string, Facet>>

interface DescribedDataset {
  readonly namespace: string
  readonly name: string
  readonly facets: Facets
}

/** An event of a run, as the standard has it. */
export interface RunEvent {
  readonly eventType: EventType
  readonly eventTime: string
  readonly producer: string
  readonly schemaURL: string
  readonly run: { readonly runId: string; readonly facets: Facets }
  readonly job: { readonly namespace: string; readonly name: string; readonly facets: Facets }
  readonly inputs: readonly (DescribedDataset & { readonly inputFacets: Facets })[]
  readonly outputs: readonly (DescribedDataset & { readonly outputFacets: Facets })[]
}

/** A run of a job. */
export interface Run {
  readonly id: string
  readonly job: Job
  readonly parent?: { readonly id: string; readonly job: Pick<Job, 'namespace' | 'name'> }
}

/** Rows since the event before. */
export interface Rows {
  readonly in: number
  /** By name of an output. */
  readonly out: Readonly<Record<string, number>>
}

/** How a run fares: what a stage's health is drawn from. */
export interface Progress {
  readonly ready: boolean
  /** By component: why it is not ready. */
  readonly reasons: Readonly<Record<string, string>>
  /** Rows read and refused since the run began. */
  readonly rowsIn: number
  readonly rowsRefused: number
  readonly rowsOut: number
  /** Since the event before; of a batch run, since its beginning. */
  readonly rowsPerSecond: number
  readonly lag?: { readonly value: number; readonly unit: string }
  /** Of a streaming run, how long until the next event at the latest: longer silence means that the process is gone. */
  readonly intervalMs?: number
}

export interface Happening {
  readonly type: EventType
  /** Epoch ms. */
  readonly at: number
  readonly run: Run
  /** Version of Node. */
  readonly engine: string
  readonly rows?: Rows
  readonly progress?: Progress
  readonly error?: { readonly message: string; readonly stack?: string | undefined }
}

/** The event with all inputs and outputs: a side that is absent would delete its edges in some readers. */
export function runEvent({ type, at, run, engine, rows, progress, error }: Happening): RunEvent {
  const { job } = run
  return {
    eventType: type,
    eventTime: new Date(at).toISOString(),
    producer: PRODUCER,
    schemaURL: EVENT_SCHEMA,
    run: { runId: run.id, facets: runFacets(run, engine, progress, error) },
    job: { namespace: job.namespace, name: job.name, facets: jobFacets(job) },
    inputs: job.inputs.map((dataset) => ({
      ...described(dataset),
      inputFacets: inputFacets(job, rows)
    })),
    outputs: job.outputs.map((dataset) => ({ ...described(dataset, dataset), outputFacets: written(dataset, rows) }))
  }
}

/** Rows are counted for all inputs together: only of a single one is known how many were its own. */
function inputFacets({ inputs }: Job, rows: Rows | undefined): Facets {
  if (rows === undefined || inputs.length !== 1) return {}
  return { dataQualityMetrics: facet('dataQualityMetrics', { rowCount: rows.in, columnMetrics: {} }) }
}

function written({ name }: Output, rows: Rows | undefined): Facets {
  const rowCount = rows?.out[name]
  return rowCount === undefined ? {} : { outputStatistics: facet('outputStatistics', { rowCount }) }
}

function runFacets(
  { parent }: Run,
  engine: string,
  progress: Happening['progress'],
  error: Happening['error']
): Facets {
  return {
    processing_engine: facet('processing_engine', {
      version: engine,
      name: 'Node.js',
      openlineageAdapterVersion: ADAPTER_VERSION
    }),
    ...(parent && {
      parent: facet('parent', {
        run: { runId: parent.id },
        job: { namespace: parent.job.namespace, name: parent.job.name }
      })
    }),
    ...(progress && { [PROGRESS_FACET]: progressFacet(progress) }),
    ...(error && {
      errorMessage: facet('errorMessage', {
        message: error.message,
        programmingLanguage: 'TypeScript',
        ...(error.stack !== undefined && { stackTrace: error.stack })
      })
    })
  }
}

function jobFacets({ description, owner, processing, kind }: Job): Facets {
  return {
    documentation: facet('documentation', { description }),
    ownership: facet('ownership', { owners: [{ name: `team:${owner}`, type: 'MAINTAINER' }] }),
    jobType: facet('jobType', { processingType: processing, integration: 'SALES_PIPELINE', jobType: kind })
  }
}

function described(dataset: Dataset, output?: Output): DescribedDataset {
  const { namespace, name, type, description, owner, fields, version } = dataset
  return {
    ...{ namespace, name },
    facets: {
      schema: facet('schema', { fields: fields.map(schemaField) }),
      dataSource: facet('dataSource', { name: namespace, uri: namespace === 'file' ? `file://${name}` : namespace }),
      datasetType: facet('datasetType', { datasetType: type }),
      documentation: facet('datasetDocumentation', { description }),
      ...(owner !== undefined && {
        ownership: facet('datasetOwnership', { owners: [{ name: `team:${owner}`, type: 'MAINTAINER' }] })
      }),
      ...(version !== undefined && { version: facet('version', { datasetVersion: version }) }),
      ...(output && { columnLineage: columnLineage(output) })
    }
  }
}

function schemaField({ name, type, description, fields }: Field): object {
  return {
    name,
    type,
    ...(description !== undefined && { description }),
    ...(fields && { fields: fields.map(schemaField) })
  }
}

function columnLineage({ columns }: Output): Facet {
  const fields = Object.entries(columns).map(([path, origins]) => [
    path,
    {
      inputFields: origins.map(({ dataset: { namespace, name }, field, transformation }) => ({
        ...{ namespace, name, field },
        transformations: [{ ...transformation, description: '', masking: false }]
      }))
    }
  ])
  return facet('columnLineage', { fields: Object.fromEntries(fields) as object })
}
