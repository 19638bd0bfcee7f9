import { unitsOf } from '../decimal.ts'
import { isUnion, namedTypes, resolved, type AvroField, type AvroObject, type NamedTypes } from '../schema.ts'
import type { AvroJson } from '../topic.ts'
import type { Format, Rule } from './rule.ts'

const CONSTRAINTS = ['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'format'] as const
const BESIDE = [
  'version',
  'owner',
  'severity',
  'action',
  'correction',
  'message',
  'remedy',
  'personal',
  'sealed'
] as const

/** Logical types that Avro itself does not know, or does not check. */
const FORMAT_OF_LOGICAL: Readonly<Record<string, Format>> = { email: 'email', uuid: 'uuid', uri: 'uri', phone: 'phone' }

const MS_A_DAY = 86_400_000

/**
 * The rules that stand in an Avro schema as attributes, of a field or of its type: `minLength`, `maxLength`, `pattern`, `minimum`,
 * `maximum`, `format`, `logicalType: email`. One rule a field, by the id `schema:<path>`.
 */
export function rulesOfSchema(schema: AvroJson): Rule[] {
  return [...attributesOf(schema)]
    .filter(([, attributes]) => CONSTRAINTS.some((name) => name in attributes))
    .map(([field, { sealed, ...rule }]) => ({
      id: `schema:${field}`,
      ...rule,
      field,
      ...(sealed && { personal: true })
    }))
}

/** The paths of the fields whose values are shown nowhere: personal data, and what is sealed. */
export function maskedFields(schema: AvroJson): ReadonlySet<string> {
  return marked(schema, ({ personal, sealed }) => personal === true || sealed === true)
}

/** The paths of the fields that are sealed before anything is sent: passwords. */
export function sealedFields(schema: AvroJson): ReadonlySet<string> {
  return marked(schema, ({ sealed }) => sealed === true)
}

function marked(schema: AvroJson, isMarked: (attributes: Attributes) => boolean): ReadonlySet<string> {
  return new Set([...attributesOf(schema)].filter(([, attributes]) => isMarked(attributes)).map(([field]) => field))
}

interface Attributes extends Partial<Omit<Rule, 'id' | 'field'>> {
  readonly sealed?: boolean
}

function attributesOf(schema: AvroJson): Map<string, Attributes> {
  const found = new Map<string, Attributes>()
  collect(schema, '', {}, { found, names: namedTypes(schema), inside: new Set() })
  return found
}

interface Walk {
  readonly found: Map<string, Attributes>
  readonly names: NamedTypes
  /** The records around, so that a type that holds itself is entered once. */
  readonly inside: ReadonlySet<AvroObject>
}

function collect(schema: AvroJson, path: string, ofField: Attributes, walk: Walk): void {
  if (isUnion(schema)) {
    for (const branch of schema) if (branch !== 'null') collect(branch, path, ofField, walk)
    return
  }
  const node = resolved(schema, walk.names)
  const attributes = { ...pick(node, node), ...ofField }
  if (Object.keys(attributes).length > 0) walk.found.set(path, { ...walk.found.get(path), ...attributes })
  if (walk.inside.has(node)) return
  const inner = { ...walk, inside: new Set(walk.inside).add(node) }
  if (node.items !== undefined) collect(node.items, `${path}[]`, {}, inner)
  if (node.values !== undefined) collect(node.values, `${path}{}`, {}, inner)
  for (const field of node.fields ?? []) {
    const ofInner = pick(field, nonNull(field.type, walk.names))
    collect(field.type, path === '' ? field.name : `${path}.${field.name}`, ofInner, inner)
  }
}

/** The attributes of a field or of a type; bounds are read as values of `type`. */
function pick(from: AvroField | AvroObject, type: AvroObject): Attributes {
  const attributes = { ...from } as Readonly<Record<string, unknown>>
  const present = [...CONSTRAINTS, ...BESIDE].filter((name) => name in attributes)
  const format = FORMAT_OF_LOGICAL[(from as AvroObject).logicalType ?? '']
  const isBound = (name: string) => name === 'minimum' || name === 'maximum'
  return {
    ...(format && { format }),
    ...Object.fromEntries(
      present.map((name) => [name, isBound(name) ? boundOf(attributes[name], type) : attributes[name]])
    )
  }
}

/** A bound as the value that it bounds: a decimal in its smallest units, a date in days, a timestamp in milliseconds. */
function boundOf(bound: unknown, { logicalType, scale = 0 }: AvroObject): number | bigint {
  const text = String(bound)
  if (logicalType === 'decimal') {
    const units = unitsOf(text, scale)
    if (units !== undefined) return units
    throw new Error(
      `"${text}" is no bound of a decimal with ${scale} digits behind the point: write it as text, such as "0.01"`
    )
  }
  const isTime = typeof bound === 'string' && (logicalType === 'date' || logicalType === 'timestamp-millis')
  const number = isTime ? Date.parse(text) / (logicalType === 'date' ? MS_A_DAY : 1) : Number(bound)
  if (Number.isNaN(number)) throw new Error(`"${text}" is no bound`)
  return number
}

function nonNull(schema: AvroJson, names: NamedTypes): AvroObject {
  const branch = isUnion(schema) ? schema.find((one) => one !== 'null') : schema
  return resolved(branch ?? 'null', names)
}
