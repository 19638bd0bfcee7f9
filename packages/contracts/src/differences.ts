import type { AvroJson } from './topic.ts'

/**
 * Says, field by field, how `ours` differs from `theirs`: one line a difference, with the field's path, such as
 * `amount: decimal(19,4) here, string in the registry`. Documentation is not compared. Empty: no difference.
 */
export function describeDifferences(ours: AvroJson, theirs: AvroJson, where = 'in the registry'): string[] {
  return [...differences('', ours, theirs, where)].map(({ text }) => text)
}

/**
 * The differences that Avro's own resolution, and with it a registry's compatibility check, does not see: another
 * logical type, scale or precision over the same bytes. Values would be read as other values.
 */
export function describeReinterpretations(ours: AvroJson, theirs: AvroJson, where = 'in the registry'): string[] {
  return [...differences('', ours, theirs, where)].filter(({ logical }) => logical).map(({ text }) => text)
}

interface Difference {
  readonly text: string
  /** A logical type is on either side. */
  readonly logical: boolean
}

function* differences(path: string, ours: unknown, theirs: unknown, where: string): Generator<Difference> {
  const a = shape(ours)
  const b = shape(theirs)
  const label = path === '' ? 'the schema' : path
  if (a.kind !== b.kind || a.text !== b.text) {
    yield { text: `${label}: ${a.text} here, ${b.text} ${where}`, logical: a.logical || b.logical }
    return
  }
  for (const [name, ourPart] of a.parts) {
    const inner = join(path, name)
    if (!b.parts.has(name)) yield { text: `${inner}: missing ${where}`, logical: false }
    else yield* differences(inner, ourPart.type, b.parts.get(name)?.type, where)
    if (b.parts.has(name) && ourPart.default !== b.parts.get(name)?.default) {
      const theirDefault = b.parts.get(name)?.default ?? 'none'
      yield { text: `${inner}: default ${ourPart.default} here, ${theirDefault} ${where}`, logical: false }
    }
  }
  for (const name of b.parts.keys())
    if (!a.parts.has(name)) yield { text: `${join(path, name)}: missing here`, logical: false }
}

interface Part {
  readonly type: unknown
  readonly default: string
}

interface Shape {
  readonly kind: string
  /** The type's name with its parameters, as a reader would say it. */
  readonly text: string
  readonly logical: boolean
  readonly parts: ReadonlyMap<string, Part>
}

function shape(schema: unknown): Shape {
  if (typeof schema === 'string') return { kind: schema, text: schema, logical: false, parts: new Map() }
  if (Array.isArray(schema)) {
    const branches = schema.map(shape)
    const parts = branches.map(({ text }, at) => [`<${text}>`, { type: schema[at] as unknown, default: '' }] as const)
    const logical = branches.some((branch) => branch.logical)
    return { kind: 'union', text: branches.map(({ text }) => text).join(' | '), logical, parts: new Map(parts) }
  }
  return shapeOfObject(schema as Record<string, unknown>)
}

function shapeOfObject(schema: Record<string, unknown>): Shape {
  const kind = String(schema['type'])
  const part = (name: string, type: unknown) => new Map([[name, { type, default: '' }]])
  switch (kind) {
    case 'record':
      return { kind, text: `record ${String(schema['name'])}`, logical: false, parts: fieldsOf(schema) }
    case 'enum':
      return { kind, text: `enum(${(schema['symbols'] as string[]).join(', ')})`, logical: false, parts: new Map() }
    case 'array':
      return { kind, text: 'array', logical: false, parts: part('[]', schema['items']) }
    case 'map':
      return { kind, text: 'map', logical: false, parts: part('{}', schema['values']) }
    default:
      return { kind, text: primitive(kind, schema), logical: 'logicalType' in schema, parts: new Map() }
  }
}

function fieldsOf(schema: Record<string, unknown>): Map<string, Part> {
  const fields = schema['fields'] as { name: string; type: unknown; default?: unknown }[]
  return new Map(
    fields.map((field) => [
      field.name,
      { type: field.type, default: 'default' in field ? JSON.stringify(field.default) : 'none' }
    ])
  )
}

function primitive(kind: string, schema: Record<string, unknown>): string {
  const { logicalType, precision, scale = 0 } = schema as { logicalType?: string; precision?: number; scale?: number }
  if (logicalType === undefined) return kind
  if (logicalType === 'decimal') return `decimal(${precision ?? '?'},${scale})`
  return `${logicalType} (${kind})`
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
