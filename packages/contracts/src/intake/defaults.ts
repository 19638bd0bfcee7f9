import { isUnion, resolved, type NamedTypes } from '../schema.ts'
import type { AvroJson } from '../topic.ts'

/** A default as it stands in a schema, as a value in memory. Of a union it is of the first branch, of bytes one character a byte. */
export function valueOfDefault(schema: AvroJson, json: unknown, names: NamedTypes): unknown {
  if (isUnion(schema)) return valueOfDefault(schema[0] ?? 'null', json, names)
  const { type, logicalType, items = 'null', values = 'null', fields = [] } = resolved(schema, names)
  switch (typeof type === 'string' ? type : '') {
    case 'long':
      return logicalType === 'timestamp-millis' ? json : BigInt(json as number)
    case 'bytes':
    case 'fixed':
      return logicalType === 'decimal' ? decimalOf(json as string) : Buffer.from(json as string, 'latin1')
    case 'array':
      return (json as unknown[]).map((one) => valueOfDefault(items, one, names))
    case 'map':
      return mapped(json as object, (one) => valueOfDefault(values, one, names))
    case 'record': {
      const given = json as Readonly<Record<string, unknown>>
      const valueOf = (name: string, fallback: unknown) => (name in given ? given[name] : fallback)
      return Object.fromEntries(
        fields.map((field) => [field.name, valueOfDefault(field.type, valueOf(field.name, field.default), names)])
      )
    }
    default:
      return json
  }
}

/** Big-endian two's complement, one character a byte. */
function decimalOf(text: string): bigint {
  const hex = Buffer.from(text, 'latin1').toString('hex')
  return hex === '' ? 0n : BigInt.asIntN(hex.length * 4, BigInt(`0x${hex}`))
}

function mapped(values: object, convert: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, convert(value)]))
}
