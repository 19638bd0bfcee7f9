import { keyOf, type ColumnEdge, type Dataset, type Field, type FieldName, type LineageGraph } from './lineage.ts'
import type { DatasetName } from './place.ts'

/** A field that another one is made of, or goes into. */
export interface RelatedField extends FieldName {
  /** The job of the step that leads there. */
  readonly job: string
  /** What that step does, such as IDENTITY or SUM. */
  readonly ways: readonly string[]
  /** Whether its value goes in; if not, it only decides what does: groups, joins, order. */
  readonly isDirect: boolean
  /** How many steps away. */
  readonly steps: number
}

/** All that a field is made of, nearest first. */
export function madeOf(edges: readonly ColumnEdge[], field: FieldName): readonly RelatedField[] {
  return reached(field, edges, (edge) => [edge.to, edge.from])
}

/** All that a field goes into, nearest first. */
export function goesInto(edges: readonly ColumnEdge[], field: FieldName): readonly RelatedField[] {
  return reached(field, edges, (edge) => [edge.from, edge.to])
}

type Ends = (edge: ColumnEdge) => readonly [here: FieldName, there: FieldName]

function reached(start: FieldName, edges: readonly ColumnEdge[], ends: Ends): readonly RelatedField[] {
  const found = new Map<string, RelatedField>()
  let border: readonly Pick<RelatedField, keyof FieldName | 'isDirect'>[] = [{ ...start, isDirect: true }]
  for (let steps = 1; border.length > 0; steps++) {
    const next = new Map<string, RelatedField>()
    for (const edge of edges) {
      const [here, there] = ends(edge)
      const from = border.filter((field) => isSame(field, here))
      if (from.length === 0 || isSame(start, there) || found.has(fieldKey(there))) continue
      const before = next.get(fieldKey(there))
      const isDirect = edge.type === 'DIRECT' && from.some((field) => field.isDirect)
      const ways = [...new Set([...(before?.ways ?? []), edge.subtype || edge.type])]
      next.set(fieldKey(there), {
        ...{ ...there, job: before?.job ?? edge.job.name, ways, steps },
        isDirect: isDirect || before?.isDirect === true
      })
    }
    for (const [key, field] of next) found.set(key, field)
    border = [...next.values()]
  }
  return [...found.values()]
}

/** The same field, or one that is part of the other. */
function isSame(a: FieldName, b: FieldName): boolean {
  if (keyOf(a) !== keyOf(b)) return false
  return a.field === b.field || a.field.startsWith(`${b.field}.`) || b.field.startsWith(`${a.field}.`)
}

function fieldKey(field: FieldName): string {
  return `${keyOf(field)}\0${field.field}`
}

/** The fields of a dataset: those of its schema, nested ones by their path, and those that only a job knows of. */
export function fieldsOf(dataset: Dataset, { columnEdges }: LineageGraph): readonly string[] {
  const told = columnEdges.flatMap(({ from, to }) => [from, to])
  const own = told.filter((field) => keyOf(field) === keyOf(dataset)).map(({ field }) => field)
  return [...new Set([...dataset.fields.flatMap((field) => paths(field)), ...own])]
}

function paths({ name, fields = [] }: Field, before = ''): readonly string[] {
  const path = `${before}${name}`
  return fields.length === 0 ? [path] : fields.flatMap((field) => paths(field, `${path}.`))
}

export function datasetOf({ datasets }: LineageGraph, name: DatasetName): Dataset | undefined {
  return datasets.find((dataset) => keyOf(dataset) === keyOf(name))
}
