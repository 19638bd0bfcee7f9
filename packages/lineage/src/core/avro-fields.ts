import type { AvroJson } from '@sales-pipeline/contracts'
import type { Field } from './model.ts'

interface AvroObject {
  readonly type: AvroJson
  readonly name?: string
  readonly logicalType?: string
  readonly precision?: number
  readonly scale?: number
  readonly items?: AvroJson
  readonly values?: AvroJson
  readonly fields?: readonly AvroField[]
}

interface AvroField {
  readonly name: string
  readonly type: AvroJson
  readonly doc?: string
}

interface Shape {
  readonly type: string
  readonly fields?: readonly Field[]
}

/** The fields of a topic, so that its schema facet never drifts from its contract: those of the value, and `key`. */
export function avroFields(key: AvroJson | null, value: AvroJson): readonly Field[] {
  const fields = shapeOf(value, new Map()).fields ?? []
  return key === null ? fields : [{ name: 'key', ...shapeOf(key, new Map()) }, ...fields]
}

/** @param named the types defined so far, which a schema may refer to by name */
function shapeOf(schema: AvroJson, named: Map<string, Shape>): Shape {
  if (typeof schema === 'string') return named.get(schema) ?? { type: schema }
  if (Array.isArray(schema)) return unionOf(schema as AvroJson[], named)
  const shape = objectShape(schema as unknown as AvroObject, named)
  const { name } = schema as unknown as AvroObject
  if (name !== undefined) named.set(name, shape)
  return shape
}

function objectShape(schema: AvroObject, named: Map<string, Shape>): Shape {
  const { type, name = '', logicalType, precision, scale, items, values, fields } = schema
  if (logicalType === 'decimal') return { type: `decimal(${precision ?? 0},${scale ?? 0})` }
  if (logicalType !== undefined) return { type: logicalType }
  if (type === 'record') return { type: name, fields: (fields ?? []).map((field) => fieldOf(field, named)) }
  if (type === 'enum') return { type: 'enum' }
  if (type === 'array') return containerOf('array', items ?? 'null', named)
  if (type === 'map') return containerOf('map', values ?? 'null', named)
  return shapeOf(type, named)
}

function fieldOf({ name, type, doc }: AvroField, named: Map<string, Shape>): Field {
  return { name, ...shapeOf(type, named), ...(doc !== undefined && { description: doc }) }
}

function containerOf(kind: string, items: AvroJson, named: Map<string, Shape>): Shape {
  const { type, fields } = shapeOf(items, named)
  return { type: `${kind}<${type}>`, ...(fields && { fields }) }
}

function unionOf(branches: readonly AvroJson[], named: Map<string, Shape>): Shape {
  const shapes = branches.map((branch) => shapeOf(branch, named))
  const fields = shapes.find((shape) => shape.fields !== undefined)?.fields
  return { type: shapes.map(({ type }) => type).join('|'), ...(fields && { fields }) }
}
