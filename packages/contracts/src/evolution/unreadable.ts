import { isUnion, namedTypes, resolved, type AvroField, type AvroObject, type NamedTypes } from '../schema.ts'
import type { AvroJson } from '../topic.ts'

/** Why a reader cannot make out what a writer wrote, at one place. */
export interface Obstacle {
  /** Such as `place.city`, `lines[].sku`; empty for the schema itself. */
  readonly path: string
  readonly kind: 'missing field' | 'type' | 'name' | 'symbols' | 'branches' | 'size'
  readonly text: string
}

/**
 * Everything that keeps the `reader` schema from reading what was written with the `writer` schema, by the rules of Avro's
 * schema resolution: https://avro.apache.org/docs/1.12.0/specification/#schema-resolution. Empty: it reads all of it.
 */
export function unreadable(reader: AvroJson, writer: AvroJson): Obstacle[] {
  const pair = { readers: namedTypes(reader), writers: namedTypes(writer), begun: new Set<string>() }
  return [...obstacles(reader, writer, '', pair)]
}

interface Pair {
  readonly readers: NamedTypes
  readonly writers: NamedTypes
  /** Pairs of records under way, so that types that hold themselves are compared once. */
  readonly begun: Set<string>
}

function* obstacles(reader: AvroJson, writer: AvroJson, path: string, pair: Pair): Generator<Obstacle> {
  if (isUnion(writer)) {
    for (const branch of writer) yield* obstaclesOfBranch(reader, branch, path, pair)
  } else if (isUnion(reader)) {
    yield* obstaclesInUnion(reader, writer, path, pair)
  } else {
    yield* obstaclesOfTypes(resolved(reader, pair.readers), resolved(writer, pair.writers), path, pair)
  }
}

function* obstaclesOfBranch(reader: AvroJson, branch: AvroJson, path: string, pair: Pair): Generator<Obstacle> {
  for (const obstacle of obstacles(reader, branch, path, pair)) {
    const isWholeBranch = obstacle.path === path && obstacle.kind === 'type'
    yield isWholeBranch ? { ...obstacle, kind: 'branches', text: `no place for ${nameOf(branch)}` } : obstacle
  }
}

/** Of a union that cannot read it, the branch that comes nearest is blamed: the one of the same kind. */
function* obstaclesInUnion(
  reader: readonly AvroJson[],
  writer: AvroJson,
  path: string,
  pair: Pair
): Generator<Obstacle> {
  const attempts = reader.map((branch) => [...obstacles(branch, writer, path, { ...pair, begun: new Set(pair.begun) })])
  if (attempts.some((found) => found.length === 0)) return
  const inside = attempts.find((found) => found.every((obstacle) => obstacle.path !== path || obstacle.kind !== 'type'))
  yield* inside ?? [{ path, kind: 'type', text: `no place for ${nameOf(writer)}` }]
}

/** What is written as the first is also read as the others. */
const PROMOTIONS: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string']
}

function* obstaclesOfTypes(reader: AvroObject, writer: AvroObject, path: string, pair: Pair): Generator<Obstacle> {
  const [wanted, written] = [kindOf(reader), kindOf(writer)]
  if (wanted !== written) {
    if (PROMOTIONS[written]?.includes(wanted) !== true)
      yield { path, kind: 'type', text: `${written} is not read as ${wanted}` }
    return
  }
  if (reader.name !== undefined && !hasName(reader, writer)) {
    yield { path, kind: 'name', text: `${writer.name ?? ''} is not called ${reader.name}` }
    return
  }
  switch (wanted) {
    case 'record':
      yield* obstaclesOfRecords(reader, writer, path, pair)
      break
    case 'enum':
      yield* obstaclesOfEnums(reader, writer, path)
      break
    case 'fixed':
      if (reader.size !== writer.size)
        yield { path, kind: 'size', text: `${writer.size ?? 0} bytes, not ${reader.size ?? 0}` }
      break
    case 'array':
      yield* obstacles(reader.items ?? 'null', writer.items ?? 'null', `${path}[]`, pair)
      break
    case 'map':
      yield* obstacles(reader.values ?? 'null', writer.values ?? 'null', `${path}{}`, pair)
  }
}

function kindOf({ type }: AvroObject): string {
  return typeof type === 'string' ? type : 'union'
}

/** Namespaces do not count, as in Avro's own implementations; aliases do. */
function hasName(reader: AvroObject, writer: AvroObject): boolean {
  const short = (name = '') => name.slice(name.lastIndexOf('.') + 1)
  return [reader.name, ...(reader.aliases ?? [])].some((name) => short(name) === short(writer.name))
}

function* obstaclesOfRecords(reader: AvroObject, writer: AvroObject, path: string, pair: Pair): Generator<Obstacle> {
  const both = `${reader.name ?? ''} ${writer.name ?? ''}`
  if (pair.begun.has(both)) return
  pair.begun.add(both)
  for (const field of reader.fields ?? []) {
    const inner = path === '' ? field.name : `${path}.${field.name}`
    const written = fieldFor(field, writer.fields ?? [])
    if (written !== undefined) yield* obstacles(field.type, written.type, inner, pair)
    else if (!('default' in field))
      yield { path: inner, kind: 'missing field', text: 'not written, and without a default' }
  }
}

/** The field of the writer that fills a field of the reader: by name, or by an alias that the reader knows. */
function fieldFor(field: AvroField, written: readonly AvroField[]): AvroField | undefined {
  return (
    written.find(({ name }) => name === field.name) ??
    written.find(({ name }) => field.aliases?.includes(name) === true)
  )
}

function* obstaclesOfEnums(reader: AvroObject, writer: AvroObject, path: string): Generator<Obstacle> {
  const unknown = (writer.symbols ?? []).filter((symbol) => reader.symbols?.includes(symbol) !== true)
  if (unknown.length > 0 && reader.default === undefined)
    yield { path, kind: 'symbols', text: `no symbol ${unknown.join(', ')}, and no default symbol` }
}

function nameOf(schema: AvroJson): string {
  if (typeof schema === 'string') return schema
  const { name, type } = schema as unknown as AvroObject
  return name ?? (typeof type === 'string' ? type : 'another type')
}
