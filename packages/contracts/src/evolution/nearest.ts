import { isUnion, type AvroField } from '../schema.ts'
import type { AvroJson, Compatibility } from '../topic.ts'
import { fieldAt, fieldOf, withField } from './edit.ts'
import { explainEvolution, type Break } from './explain.ts'

export interface Nearest {
  readonly schema: AvroJson
  /** What to change in the schema that was wanted, one line a change. */
  readonly changes: readonly string[]
}

/** Each repair takes one obstacle away and may show another behind it. */
const MOST_REPAIRS = 100

/**
 * The compatible schema that comes nearest to the one that is wanted: new fields get a default, renamed ones an alias where that
 * helps, and what cannot be changed stays as it was. Undefined: there is none, the stream needs a new topic.
 */
export function nearestCompatible(
  mode: Compatibility,
  next: AvroJson,
  before: readonly AvroJson[]
): Nearest | undefined {
  let schema = next
  const changes: string[] = []
  for (let repairs = 0; repairs < MOST_REPAIRS; repairs++) {
    const [obstacle] = explainEvolution(schema, before, '').breaks[mode]
    if (obstacle === undefined) return { schema, changes }
    const repair = repairOf(obstacle, mode, schema, before.at(-obstacle.back))
    if (repair === undefined) return undefined
    schema = repair.schema
    changes.push(repair.text)
  }
  return undefined
}

interface Repair {
  readonly schema: AvroJson
  readonly text: string
}

function repairOf(
  obstacle: Break,
  mode: Compatibility,
  schema: AvroJson,
  old: AvroJson | undefined
): Repair | undefined {
  const path = fieldOf(obstacle.path)
  if (old === undefined || path === '') return undefined
  if (obstacle.kind === 'missing field' && obstacle.consumers === 'new') return added(path, mode, schema, old)
  const [was, is] = [fieldAt(old, path), fieldAt(schema, path)]
  if (was === undefined) return undefined
  const restored = withField(schema, path, () => was)
  if (is === undefined)
    return {
      schema: restored,
      text: `${path}: keep it, as consumers before demand it; give it a default and remove it once they are upgraded`
    }
  if (JSON.stringify(is.type) === JSON.stringify(was.type)) return undefined
  return {
    schema: restored,
    text: `${path}: keep ${JSON.stringify(was.type)}, and put what is new into a field of its own beside it`
  }
}

/** A field that the old schema lacks: the old name as its alias where it was renamed, else a default. */
function added(path: string, mode: Compatibility, schema: AvroJson, old: AvroJson): Repair | undefined {
  const field = fieldAt(schema, path)
  if (field === undefined) return undefined
  const renamed = mode.startsWith('BACKWARD') ? oldNameOf(path, field, schema, old) : undefined
  if (renamed !== undefined) {
    const aliases = [...(field.aliases ?? []), renamed]
    return {
      schema: withField(schema, path, () => ({ ...field, aliases })),
      text: `${path}: add "aliases": ["${renamed}"]`
    }
  }
  const type = nullable(field.type)
  return {
    schema: withField(schema, path, () => ({ ...field, type, default: null })),
    text: `${path}: make it ${JSON.stringify(type)} with "default": null`
  }
}

/** The name of a field that vanished beside this one and was of the same type. */
function oldNameOf(path: string, { type }: AvroField, schema: AvroJson, old: AvroJson): string | undefined {
  const parent = path.slice(0, path.lastIndexOf('.') + 1)
  return namesIn(old, parent).find((name) => {
    const was = fieldAt(old, parent + name)
    return fieldAt(schema, parent + name) === undefined && JSON.stringify(was?.type) === JSON.stringify(type)
  })
}

function namesIn(schema: AvroJson, parent: string): string[] {
  const type = parent === '' ? schema : fieldAt(schema, parent.slice(0, -1))?.type
  if (type === undefined) return []
  const records = isUnion(type) ? type : [type]
  return records.flatMap((one) => ((one as { fields?: readonly AvroField[] }).fields ?? []).map(({ name }) => name))
}

/** A default of null wants null to be the first branch. */
function nullable(type: AvroJson): AvroJson {
  return ['null', ...(isUnion(type) ? type.filter((branch) => branch !== 'null') : [type])]
}
