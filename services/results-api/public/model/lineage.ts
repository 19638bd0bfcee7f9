import type { DatasetName } from './place.ts'

/** What /api/v1/lineage says. */
export interface LineageGraph {
  readonly jobs: readonly Job[]
  readonly datasets: readonly Dataset[]
  readonly edges: readonly Edge[]
  readonly columnEdges: readonly ColumnEdge[]
}

export type Health = 'working' | 'not-ready' | 'silent' | 'completed' | 'failed' | 'aborted'

export interface Job extends DatasetName {
  readonly description: string | null
  readonly processing: string | null
  readonly health: Health | null
  readonly rowsPerSecond: number
  readonly lag: { readonly value: number; readonly unit: string } | null
  readonly runs: readonly Run[]
}

export interface Run {
  readonly runId: string
  readonly health: Health
  readonly error: string | null
  readonly startedAt: string
  readonly lastEventAt: string
  readonly endedAt: string | null
  readonly reasons: Readonly<Record<string, string>>
}

export interface Dataset extends DatasetName {
  readonly type: string | null
  readonly description: string | null
  readonly fields: readonly Field[]
}

export interface Field {
  readonly name: string
  readonly type?: string
  readonly fields?: readonly Field[]
}

export interface Edge {
  readonly job: DatasetName
  readonly dataset: DatasetName
  readonly direction: 'in' | 'out'
}

export interface FieldName extends DatasetName {
  readonly field: string
}

export interface ColumnEdge {
  readonly job: DatasetName
  readonly from: FieldName
  readonly to: FieldName
  readonly type: string
  readonly subtype: string
}

export function keyOf({ namespace, name }: DatasetName): string {
  return `${namespace}\0${name}`
}

/** A name as short as it is still understood beside its kind: no folders, no database. */
export function shortName(name: string, type: string | null): string {
  if (type === 'TOPIC') return name
  return name.split(type === 'TABLE' ? '.' : '/').findLast((part) => part !== '') ?? name
}
