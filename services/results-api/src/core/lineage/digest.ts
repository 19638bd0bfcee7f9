import type { EventType } from '@sales-pipeline/contracts'
import { PROGRESS_FACET, type RunEvent } from '@sales-pipeline/lineage'

export interface DatasetName {
  readonly namespace: string
  readonly name: string
}

export interface ColumnEdge {
  readonly field: string
  readonly from: DatasetName & { readonly field: string }
  readonly type: string
  readonly subtype: string
}

export interface StoredJob extends DatasetName {
  readonly description: string | null
  readonly owner: string | null
  readonly processing: string | null
  readonly kind: string | null
  readonly inputs: readonly DatasetName[]
  readonly outputs: readonly (DatasetName & { readonly columns: readonly ColumnEdge[] })[]
}

export interface StoredRun extends DatasetName {
  readonly run_id: string
  readonly parent_id: string | null
  readonly state: EventType
  readonly event_at: string
  readonly ended_at: string | null
  readonly error: string | null
  readonly progress: object | null
}

export interface StoredDataset extends DatasetName {
  readonly type: string | null
  readonly description: string | null
  readonly owner: string | null
  readonly version: string | null
  readonly fields: readonly object[]
  readonly event_at: string
}

/** What events come down to: of each job, run and dataset the newest that was said. */
export interface Digest {
  readonly jobs: readonly StoredJob[]
  readonly runs: readonly StoredRun[]
  readonly datasets: readonly StoredDataset[]
}

const TERMINAL: ReadonlySet<EventType> = new Set(['COMPLETE', 'FAIL', 'ABORT'])

/** Any OpenLineage event may come, and of every facet only what is there is read. */
export function digest(events: readonly RunEvent[]): Digest {
  const [jobs, runs, datasets] = [
    new Map<string, StoredJob>(),
    new Map<string, StoredRun>(),
    new Map<string, StoredDataset>()
  ]
  for (const event of events) {
    jobs.set(keyOf(event.job), jobOf(event))
    runs.set(event.run.runId, runOf(event))
    for (const dataset of [...event.inputs, ...event.outputs]) {
      datasets.set(keyOf(dataset), datasetOf(dataset, event.eventTime))
    }
  }
  return { jobs: [...jobs.values()], runs: [...runs.values()], datasets: [...datasets.values()] }
}

export function keyOf({ namespace, name }: DatasetName): string {
  return `${namespace}\0${name}`
}

function jobOf({ job, inputs, outputs }: RunEvent): StoredJob {
  const { documentation, ownership, jobType } = job.facets
  return {
    ...nameOf(job),
    description: textOf(documentation?.['description']),
    owner: ownerOf(ownership),
    processing: textOf(jobType?.['processingType']),
    kind: textOf(jobType?.['jobType']),
    inputs: inputs.map(nameOf),
    outputs: outputs.map((output) => ({ ...nameOf(output), columns: columnsOf(output.facets['columnLineage']) }))
  }
}

function runOf({ eventType, eventTime, run, job }: RunEvent): StoredRun {
  const { parent, errorMessage } = run.facets
  return {
    run_id: run.runId,
    ...nameOf(job),
    parent_id: uuidOf((parent?.['run'] as { readonly runId?: unknown } | undefined)?.runId),
    state: eventType,
    event_at: eventTime,
    ended_at: TERMINAL.has(eventType) ? eventTime : null,
    error: textOf(errorMessage?.['message']),
    progress: run.facets[PROGRESS_FACET] ?? null
  }
}

function datasetOf(dataset: RunEvent['inputs'][number] | RunEvent['outputs'][number], at: string): StoredDataset {
  const { datasetType, documentation, ownership, version, schema } = dataset.facets
  return {
    ...nameOf(dataset),
    type: textOf(datasetType?.['datasetType']),
    description: textOf(documentation?.['description']),
    owner: ownerOf(ownership),
    version: textOf(version?.['datasetVersion']),
    fields: Array.isArray(schema?.['fields']) ? (schema['fields'] as object[]) : [],
    event_at: at
  }
}

interface ColumnLineage {
  readonly fields?: Readonly<Record<string, { readonly inputFields: readonly InputField[] }>>
}

interface InputField extends DatasetName {
  readonly field: string
  readonly transformations?: readonly { readonly type: string; readonly subtype?: string }[]
}

function columnsOf(facet: unknown): ColumnEdge[] {
  const { fields = {} } = (facet ?? {}) as ColumnLineage
  return Object.entries(fields).flatMap(([field, { inputFields }]) =>
    inputFields.flatMap(({ namespace, name, field: of, transformations = [] }) =>
      transformations.map(({ type, subtype = '' }) => ({ field, from: { namespace, name, field: of }, type, subtype }))
    )
  )
}

function nameOf({ namespace, name }: DatasetName): DatasetName {
  return { namespace, name }
}

function ownerOf(facet: unknown): string | null {
  const { owners } = (facet ?? {}) as { readonly owners?: unknown }
  const [first] = Array.isArray(owners) ? (owners as { readonly name?: unknown }[]) : []
  return textOf(first?.name)
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

function uuidOf(value: unknown): string | null {
  return typeof value === 'string' && UUID.test(value) ? value : null
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
