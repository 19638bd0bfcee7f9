import type { AvroJson } from './topic.ts'

/** A schema that is not a bare name: a record, an enum, or a type with attributes. */
export interface AvroObject {
  readonly type: AvroJson
  readonly name?: string
  readonly namespace?: string
  readonly aliases?: readonly string[]
  readonly logicalType?: string
  readonly precision?: number
  readonly scale?: number
  readonly size?: number
  readonly symbols?: readonly string[]
  readonly default?: unknown
  readonly items?: AvroJson
  readonly values?: AvroJson
  readonly fields?: readonly AvroField[]
}

export interface AvroField {
  readonly name: string
  readonly type: AvroJson
  readonly default?: unknown
  readonly aliases?: readonly string[]
}

export function isUnion(schema: AvroJson): schema is readonly AvroJson[] {
  return Array.isArray(schema)
}

/** The schema as an object, a bare name too; a union is none. */
export function objectOf(schema: AvroJson): AvroObject {
  return typeof schema === 'object' && !isUnion(schema) ? (schema as unknown as AvroObject) : { type: schema }
}

export type NamedTypes = ReadonlyMap<string, AvroObject>

/** The named types of a schema, by full name and by short name, so that a reference finds its definition. */
export function namedTypes(schema: AvroJson, found = new Map<string, AvroObject>()): NamedTypes {
  if (isUnion(schema)) {
    for (const branch of schema) namedTypes(branch, found)
    return found
  }
  const node = objectOf(schema)
  const { type, name, namespace, items, values, fields = [] } = node
  if (name !== undefined) {
    found.set(name.slice(name.lastIndexOf('.') + 1), node)
    found.set(namespace !== undefined && !name.includes('.') ? `${namespace}.${name}` : name, node)
  }
  if (typeof type === 'object') namedTypes(type, found)
  for (const inner of [items, values, ...fields.map((field) => field.type)])
    if (inner !== undefined) namedTypes(inner, found)
  return found
}

/** The schema as an object, a reference as what it refers to. */
export function resolved(schema: AvroJson, names: NamedTypes): AvroObject {
  const node = objectOf(schema)
  return (typeof node.type === 'string' ? names.get(node.type) : undefined) ?? node
}
