/** A dataset by the naming convention: https://openlineage.io/docs/spec/naming */
export interface DatasetId {
  readonly namespace: string
  readonly name: string
}

export interface Field {
  readonly name: string
  /** Never left out: Marquez takes a field without a type for a new one with every event. */
  readonly type: string
  readonly description?: string
  readonly fields?: readonly Field[]
}

export type DatasetType = 'TOPIC' | 'TABLE' | 'FILE' | 'FOLDER' | 'SERVICE'

/** Something that a job reads or writes. */
export interface Dataset extends DatasetId {
  readonly type: DatasetType
  readonly description: string
  readonly owner?: string
  readonly fields: readonly Field[]
  /** What tells one content of it from another, such as a hash. */
  readonly version?: string
}

/** How a field comes about: https://openlineage.io/docs/spec/facets/dataset-facets/column_lineage_facet */
export interface Transformation {
  readonly type: 'DIRECT' | 'INDIRECT'
  readonly subtype: 'IDENTITY' | 'TRANSFORMATION' | 'AGGREGATION' | 'GROUP_BY' | 'JOIN' | 'FILTER' | 'SORT'
}

/** One field that another is made of. */
export interface Origin {
  readonly dataset: DatasetId
  /** A dotted path. */
  readonly field: string
  readonly transformation: Transformation
}

export interface Output extends Dataset {
  /** By dotted path of a field: what it is made of. */
  readonly columns: Readonly<Record<string, readonly Origin[]>>
}

/** Where the rows of a job are counted: a metric of the service, all its series or those with these label values. */
export interface Count {
  readonly metric: string
  readonly labels?: Readonly<Record<string, readonly string[]>>
}

export interface Measures {
  readonly rowsIn: readonly Count[]
  readonly rowsRefused: readonly Count[]
  /** By name of an output. */
  readonly rowsOut: Readonly<Record<string, readonly Count[]>>
  readonly lag?: { readonly unit: 'records' | 'bytes' | 'files'; readonly counts: readonly Count[] }
}

/** What a service does, as data. */
export interface Job {
  readonly namespace: string
  readonly name: string
  readonly description: string
  readonly owner: string
  readonly processing: 'STREAMING' | 'BATCH'
  /** What kind of work it is: SERVICE, SNAPSHOT, FILE. */
  readonly kind: string
  readonly inputs: readonly Dataset[]
  readonly outputs: readonly Output[]
  readonly measures: Measures
}

const by =
  (type: Transformation['type'], subtype: Transformation['subtype']) =>
  (dataset: DatasetId, ...fields: readonly string[]): readonly Origin[] =>
    fields.map((field) => ({ dataset, field, transformation: { type, subtype } }))

export const identity = by('DIRECT', 'IDENTITY')
export const transformed = by('DIRECT', 'TRANSFORMATION')
export const aggregated = by('DIRECT', 'AGGREGATION')
export const groupedBy = by('INDIRECT', 'GROUP_BY')
export const joinedBy = by('INDIRECT', 'JOIN')
export const sortedBy = by('INDIRECT', 'SORT')

/** The column lineage of a job that names what does not exist: one line for each. */
export function brokenColumns({ inputs, outputs }: Job): string[] {
  return outputs.flatMap((output) =>
    Object.entries(output.columns).flatMap(([path, origins]) => [
      ...(hasField(output.fields, path) ? [] : [`${output.name} has no field ${path}`]),
      ...origins.flatMap(({ dataset, field }) => {
        const input = inputs.find(({ namespace, name }) => namespace === dataset.namespace && name === dataset.name)
        if (input === undefined) return [`${output.name}.${path}: ${dataset.name} is no input`]
        return hasField(input.fields, field) ? [] : [`${output.name}.${path}: ${dataset.name} has no field ${field}`]
      })
    ])
  )
}

function hasField(fields: readonly Field[], path: string): boolean {
  const [first, ...rest] = path.split('.')
  const field = fields.find(({ name }) => name === first)
  return field !== undefined && (rest.length === 0 || hasField(field.fields ?? [], rest.join('.')))
}
