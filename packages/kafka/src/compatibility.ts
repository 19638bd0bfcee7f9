import avro from 'avsc'
import {
  describeDifferences,
  describeReinterpretations,
  type AvroJson,
  type Compatibility
} from '@sales-pipeline/contracts'
import { avroType } from './avro.ts'

/**
 * What stands against replacing the schema `before` by `next`, where the subject promises `mode`: one line a field, such as
 * `amount: string here, decimal(19,4) in main (records written before cannot be read)`. Empty: compatible. `where` says, in
 * those lines, where `before` stands. As when provisioning, bytes never get another meaning, whatever the mode.
 */
export function incompatibilities(mode: Compatibility, next: AvroJson, before: AvroJson, where: string): string[] {
  const [newer, older] = [avroType(next), avroType(before)]
  const differences = describeDifferences(next, before, where)
  const consequences = new Map<string, Set<string>>()
  const blame = (lines: Iterable<string>, consequence: string) => {
    for (const line of lines) consequences.set(line, (consequences.get(line) ?? new Set()).add(consequence))
  }
  if (promises(mode, 'BACKWARD'))
    for (const path of unreadable(newer, older))
      blame(linesOf(path, differences), 'records written before cannot be read')
  if (promises(mode, 'FORWARD'))
    for (const path of unreadable(older, newer))
      blame(linesOf(path, differences), 'readers of before cannot read new records')
  blame(describeReinterpretations(next, before, where), 'bytes get another meaning')
  return [...consequences].map(([line, all]) => `${line} (${[...all].join('; ')})`)
}

function promises(mode: Compatibility, direction: 'BACKWARD' | 'FORWARD'): boolean {
  return mode.startsWith(direction) || mode.startsWith('FULL')
}

/** The differences at a path or, where a union hides them, below it. Another default makes nothing unreadable. */
function linesOf(path: string, differences: readonly string[]): string[] {
  const label = path === '' ? 'the schema' : path
  const found = differences.filter(
    (line) => (line.startsWith(`${label}:`) || line.startsWith(`${label}.`)) && !line.startsWith(`${label}: default `)
  )
  return found.length > 0 ? found : [`${label}: does not resolve`]
}

/** The paths at which `reader` cannot read what `writer` wrote, as near to the leaves as records, arrays and maps lead. */
function* unreadable(reader: avro.Type, writer: avro.Type, path = ''): Generator<string> {
  if (resolves(reader, writer)) return
  let blamed = false
  for (const inner of partsUnreadable(reader, writer, path)) {
    blamed = true
    yield inner
  }
  if (!blamed) yield path
}

function* partsUnreadable(reader: avro.Type, writer: avro.Type, path: string): Generator<string> {
  const { ArrayType, MapType, RecordType } = avro.types
  if (reader instanceof ArrayType && writer instanceof ArrayType) {
    yield* unreadable(reader.itemsType, writer.itemsType, join(path, '[]'))
  } else if (reader instanceof MapType && writer instanceof MapType) {
    yield* unreadable(reader.valuesType as avro.Type, writer.valuesType as avro.Type, join(path, '{}'))
  } else if (reader instanceof RecordType && writer instanceof RecordType) {
    for (const field of reader.fields) {
      const written = writer.fields.find(({ name }) => name === field.name || field.aliases.includes(name))
      if (written !== undefined) yield* unreadable(field.type, written.type, join(path, field.name))
      else if (field.defaultValue() === undefined) yield join(path, field.name)
    }
  }
}

function resolves(reader: avro.Type, writer: avro.Type): boolean {
  try {
    reader.createResolver(writer)
    return true
  } catch {
    return false
  }
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
