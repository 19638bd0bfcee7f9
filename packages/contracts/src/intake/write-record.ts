import { isUnion, namedTypes, resolved, type AvroObject, type NamedTypes } from '../schema.ts'
import type { AvroJson } from '../topic.ts'

const MS_A_DAY = 86_400_000

/**
 * Writes a record of a schema as JSON that `recordReaderOf` reads again: decimals, dates, timestamps and longs beyond the safe integers
 * as text, bytes in base64. Two values come back otherwise, both in a union of several scalars: such a long as text, a whole double as a long.
 */
export function recordWriterOf(schema: AvroJson): (record: unknown) => unknown {
  const names = namedTypes(schema)
  return (record) => written(schema, record, names)
}

function written(schema: AvroJson, value: unknown, names: NamedTypes): unknown {
  if (value === null || value === undefined) return null
  if (isUnion(schema)) return written(branchOf(schema, value), value, names)
  const node = resolved(schema, names)
  const { items, values, fields } = node
  const inner = (of: AvroJson) => (one: unknown) => written(of, one, names)
  if (fields !== undefined) {
    const record = value as Readonly<Record<string, unknown>>
    return Object.fromEntries(fields.map(({ name, type: of }) => [name, inner(of)(record[name])]))
  }
  if (items !== undefined) return (value as unknown[]).map(inner(items))
  if (values !== undefined)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inner(values)(one)]))
  return scalar(node, value)
}

function scalar({ logicalType, scale = 0 }: AvroObject, value: unknown): unknown {
  if (logicalType === 'decimal') return decimal(value as bigint, scale)
  if (logicalType === 'date') return new Date((value as number) * MS_A_DAY).toISOString().slice(0, 10)
  if (logicalType === 'timestamp-millis') return new Date(value as number).toISOString()
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  return Buffer.isBuffer(value) ? value.toString('base64') : value
}

function decimal(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${units < 0n ? '-' : ''}${whole}${scale === 0 ? '' : `.${digits.slice(-scale)}`}`
}

/** Of several branches beside null, which are told apart by their values alone, any scalar writes its value as it is. */
function branchOf(branches: readonly AvroJson[], value: unknown): AvroJson {
  const [only = 'null', ...more] = branches.filter((branch) => branch !== 'null')
  if (more.length === 0) return only
  if (typeof value === 'bigint') return 'long'
  return typeof value === 'string' ? 'string' : 'double'
}
