import { isUnion, namedTypes, resolved, type AvroObject, type NamedTypes } from '../schema.ts'
import type { AvroJson } from '../topic.ts'

/** Makes of a record's value what CEL calculates with: ints are bigint, dates and timestamps are Date, null stands for what is missing. What is not of its type stays as it is. */
export type ToCel = (value: unknown) => unknown

const MS_A_DAY = 86_400_000

/** The conversion for values of a schema, worked out once. A decimal stays the bigint of its smallest units. */
export function toCelOf(schema: AvroJson): ToCel {
  return nullable(conversion(schema, namedTypes(schema), new Map()))
}

type Known = Map<AvroObject, ToCel>

function conversion(schema: AvroJson, names: NamedTypes, known: Known): ToCel {
  if (isUnion(schema)) return unionConversion(schema, names, known)
  const node = resolved(schema, names)
  switch (node.logicalType ?? '') {
    case 'date':
      return (days) => (typeof days === 'number' ? new Date(days * MS_A_DAY) : days)
    case 'timestamp-millis':
      return (ms) => (typeof ms === 'number' ? new Date(ms) : ms)
    case 'decimal':
      return same
  }
  switch (node.type) {
    case 'int':
    case 'long':
      return (value) => (Number.isInteger(value) ? BigInt(value as number) : value)
    case 'bytes':
    case 'fixed':
      return (value) => (value instanceof Uint8Array ? new Uint8Array(value) : value)
    case 'array':
      return arrayConversion(nullable(conversion(node.items ?? 'null', names, known)))
    case 'map':
      return mapConversion(nullable(conversion(node.values ?? 'null', names, known)))
    case 'record':
      return recordConversion(node, names, known)
    default:
      return typeof node.type === 'object' ? conversion(node.type, names, known) : same
  }
}

function recordConversion(node: AvroObject, names: NamedTypes, known: Known): ToCel {
  const begun = known.get(node)
  if (begun !== undefined) return begun
  const fields: [string, ToCel][] = []
  const convert: ToCel = (value) => {
    const from = value as Readonly<Record<string, unknown>>
    return Object.fromEntries(fields.map(([name, inner]) => [name, inner(from[name])]))
  }
  known.set(node, convert)
  for (const { name, type } of node.fields ?? []) fields.push([name, nullable(conversion(type, names, known))])
  return convert
}

/** A union of null and one other type; of more, a whole number is taken for an int and the rest stays as it is. */
function unionConversion(branches: readonly AvroJson[], names: NamedTypes, known: Known): ToCel {
  const [only, another] = branches.filter((branch) => branch !== 'null')
  if (only === undefined) return same
  if (another === undefined) return conversion(only, names, known)
  return (value) => (typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value)
}

function arrayConversion(inner: ToCel): ToCel {
  return (value) => (Array.isArray(value) ? value.map(inner) : value)
}

function mapConversion(inner: ToCel): ToCel {
  return (value) => Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, inner(one)]))
}

function nullable(convert: ToCel): ToCel {
  return (value) => (value === null || value === undefined ? null : convert(value))
}

function same(value: unknown): unknown {
  return value
}

const CEL_TYPES: Readonly<Record<string, string>> = {
  int: 'int',
  long: 'int',
  float: 'double',
  double: 'double',
  string: 'string',
  enum: 'string',
  boolean: 'bool',
  bytes: 'bytes',
  fixed: 'bytes',
  date: 'google.protobuf.Timestamp',
  'timestamp-millis': 'google.protobuf.Timestamp',
  decimal: 'int'
}

/** A record's fields with their CEL types, records inside included: what an expression is checked against. */
export function celFieldsOf(schema: AvroJson, names = namedTypes(schema)): CelFields {
  const { fields = [] } = resolved(schema, names)
  return Object.fromEntries(fields.map(({ name, type }) => [name, celTypeOf(type, names)]))
}

export interface CelFields {
  readonly [field: string]: string | CelFields
}

/** What may be null, and what lists and maps hold, is left to be found out record by record. */
function celTypeOf(schema: AvroJson, names: NamedTypes): string | CelFields {
  if (isUnion(schema)) return 'dyn'
  const { type, logicalType = '' } = resolved(schema, names)
  if (type === 'record') return celFieldsOf(schema, names)
  if (type === 'array') return 'list<dyn>'
  if (type === 'map') return 'map<string, dyn>'
  return CEL_TYPES[logicalType] ?? (typeof type === 'string' ? CEL_TYPES[type] : undefined) ?? 'dyn'
}
