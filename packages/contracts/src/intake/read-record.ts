import { isUnion, namedTypes, resolved, type AvroField, type AvroObject, type NamedTypes } from '../schema.ts'
import type { AvroJson } from '../topic.ts'
import { maskedFields, sealedFields } from '../validation/attributes.ts'
import type { Violation } from '../validation/rule.ts'
import { show } from '../validation/show.ts'
import { valueOfDefault } from './defaults.ts'
import { scalarOf } from './scalars.ts'

/** What came of reading: the record as far as it could be read, and all that is not of its schema. */
export interface Reading {
  readonly record: Readonly<Record<string, unknown>>
  readonly violations: readonly Misfit[]
}

/** A violation of the schema itself, with what was found, masked where it is personal. */
export interface Misfit extends Violation {
  readonly value: string
}

/** The rule that is broken by what is not of its type, is missing, or is unknown. */
const TYPE = 'type'

/**
 * Reads records of a schema out of JSON, or out of the texts of a file: numbers may be text; decimals, dates and timestamps are
 * text; bytes are base64. Fields that are missing get their default. Nothing is dropped: a field that the schema lacks is a violation.
 */
export function recordReaderOf(schema: AvroJson): (input: unknown) => Reading {
  const names = namedTypes(schema)
  const masked = maskedFields(schema)
  // Where there is a password, whatever does not fit may be it, in the wrong place.
  const isAllMasked = sealedFields(schema).size > 0
  return (input) => {
    const violations: Misfit[] = []
    const read = new Reader(names, (place, path, found, expected) => {
      const value = show(found, isAllMasked || masked.has(path))
      const message = found === undefined ? expected : `${value} ${expected}`
      violations.push({ field: place === '' ? 'the record' : place, rule: TYPE, message, value })
    })
    const record = read.value(schema, input, { place: '', path: '' })
    return { record: (record ?? {}) as Reading['record'], violations }
  }
}

/** Where a value stands, as the sender sees it and as the schema does: `lines[3].sku` and `lines[].sku`. */
interface Spot {
  readonly place: string
  readonly path: string
}

type Report = (place: string, path: string, found: unknown, expected: string) => void

class Reader {
  readonly #names: NamedTypes
  readonly #report: Report

  constructor(names: NamedTypes, report: Report) {
    this.#names = names
    this.#report = report
  }

  /** Undefined where it could not be read; then it has been reported. */
  value(schema: AvroJson, input: unknown, at: Spot): unknown {
    if (isUnion(schema)) return this.#union(schema, input, at)
    const node = resolved(schema, this.#names)
    if (node.fields !== undefined) return this.#record(node, input, at)
    if (node.items !== undefined) return this.#array(node.items, input, at)
    if (node.values !== undefined) return this.#map(node.values, input, at)
    const scalar = scalarOf(node)
    const value = scalar?.read(input)
    if (value === undefined)
      this.#report(at.place, at.path, input, scalar?.expected ?? 'is of a type that is not known')
    return value
  }

  /** The only branch beside null says itself what is wrong; of several, the first that can read it is taken. */
  #union(branches: readonly AvroJson[], input: unknown, at: Spot): unknown {
    if (input === null && branches.includes('null')) return null
    const [only = 'null', ...more] = branches.filter((branch) => branch !== 'null')
    if (more.length === 0) return this.value(only, input, at)
    for (const branch of [only, ...more]) {
      const wrong: string[] = []
      const attempt = new Reader(this.#names, (place) => wrong.push(place))
      const value = isPlainly(branch, input) ? attempt.value(branch, input, at) : undefined
      if (value !== undefined && wrong.length === 0) return value
    }
    this.#report(at.place, at.path, input, 'is of none of the types that the field may have')
    return undefined
  }

  #record({ fields = [] }: AvroObject, input: unknown, at: Spot): unknown {
    if (!isObject(input)) return this.#nothing(at, input, 'must be an object')
    const known = new Set(fields.map(({ name }) => name))
    for (const name of Object.keys(input))
      if (!known.has(name)) this.#report(inside(at, name).place, at.path, undefined, 'is not a field of the contract')
    return Object.fromEntries(
      fields.map((field) => [field.name, this.#field(field, input[field.name], inside(at, field.name))])
    )
  }

  #field(field: AvroField, input: unknown, at: Spot): unknown {
    if (input !== undefined) return this.value(field.type, input, at)
    if ('default' in field) return valueOfDefault(field.type, field.default, this.#names)
    return this.#nothing(at, undefined, 'must be there')
  }

  #array(items: AvroJson, input: unknown, at: Spot): unknown {
    if (!Array.isArray(input)) return this.#nothing(at, input, 'must be a list')
    return input.map((one, index) => this.value(items, one, { place: `${at.place}[${index}]`, path: `${at.path}[]` }))
  }

  #map(values: AvroJson, input: unknown, at: Spot): unknown {
    if (!isObject(input)) return this.#nothing(at, input, 'must be an object')
    const entries = Object.entries(input).map(([key, one]) => {
      return [key, this.value(values, one, { place: inside(at, key).place, path: `${at.path}{}` })] as const
    })
    return Object.fromEntries(entries)
  }

  #nothing({ place, path }: Spot, input: unknown, expected: string): unknown {
    this.#report(place, path, input, expected)
    return undefined
  }
}

/** Where there is a choice, text is text and not the number that it may look like. */
function isPlainly(branch: AvroJson, input: unknown): boolean {
  return typeof input !== 'string' || !['boolean', 'int', 'long', 'float', 'double'].includes(branch as string)
}

function isObject(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}

function inside({ place, path }: Spot, name: string): Spot {
  return { place: place === '' ? name : `${place}.${name}`, path: path === '' ? name : `${path}.${name}` }
}
