import { isUnion, objectOf, type AvroField } from '../schema.ts'
import type { AvroJson } from '../topic.ts'
import { pathOf } from '../validation/paths.ts'

/** What becomes of the field at a path; undefined where the record has none. null takes it away. */
type FieldEdit = (field: AvroField | undefined) => AvroField | null

/** The schema with another field at a path such as `place.city` or `lines[].sku`. */
export function withField(schema: AvroJson, path: string, edit: FieldEdit): AvroJson {
  return edited(schema, pathOf(path), edit)
}

/** The field at a path; undefined where the schema has none. */
export function fieldAt(schema: AvroJson, path: string): AvroField | undefined {
  let found: AvroField | undefined
  withField(schema, path, (field) => {
    found ??= field
    return field ?? null
  })
  return found
}

/** The path of the field that a path lies in: `lines` of `lines[]`. */
export function fieldOf(path: string): string {
  return path.replace(/(?:\[\]|\{\})+$/u, '')
}

function edited(schema: AvroJson, [step = '', ...rest]: readonly string[], edit: FieldEdit): AvroJson {
  if (isUnion(schema)) return schema.map((branch) => edited(branch, [step, ...rest], edit))
  const node = objectOf(schema)
  if (step === '[]' && node.items !== undefined) return { ...node, items: edited(node.items, rest, edit) }
  if (step === '{}' && node.values !== undefined) return { ...node, values: edited(node.values, rest, edit) }
  if (node.fields === undefined) return schema
  const change = (field: AvroField | undefined): AvroField[] => {
    if (rest.length > 0) return field === undefined ? [] : [{ ...field, type: edited(field.type, rest, edit) }]
    const after = edit(field)
    return after === null ? [] : [after]
  }
  const isThere = node.fields.some(({ name }) => name === step)
  const fields = node.fields.flatMap((field) => (field.name === step ? change(field) : [field]))
  return { ...node, fields: isThere ? fields : [...fields, ...change(undefined)] }
}
