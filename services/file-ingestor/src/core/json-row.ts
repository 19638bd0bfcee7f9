import type { CanonicalColumn } from '@sales-pipeline/sales-intake'
import type { Layout } from './mapping.ts'
import { rowBuilder, type Getter, type RowBuilder } from './row-builder.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** A record's JSON, its numbers as the text they had in the file: a float never touches an amount, nor a long id. */
export function parseJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text, numberAsWritten) as unknown }
  } catch (error) {
    if (error instanceof RangeError) return { problem: 'is nested too deeply' }
    // V8's message quotes the text around the mistake, which may hold personal data.
    const place = error instanceof SyntaxError ? /position \d+/.exec(error.message)?.[0] : undefined
    return { problem: `is not JSON${place === undefined ? '' : ` (${place})`}` }
  }
}

function numberAsWritten(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Compiles a layout for JSON objects; `a.b` also names the property b of the object a. */
export function jsonRowBuilder(layout: Layout): RowBuilder<JsonObject> {
  return rowBuilder(layout, property)
}

function property(name: string, target: CanonicalColumn): Getter<JsonObject> {
  const path = name.split('.')
  return (object, violations) => {
    const value = Object.hasOwn(object, name) ? object[name] : path.length === 1 ? undefined : descend(object, path)
    if (typeof value === 'string') return value
    if (value === undefined || value === null) return undefined
    if (typeof value === 'boolean') return String(value)
    violations.push({
      field: target,
      rule: 'type',
      message: `must be text or a number, not ${Array.isArray(value) ? 'an array' : 'an object'}`
    })
    return undefined
  }
}

function descend(object: JsonObject, path: readonly string[]): unknown {
  let value: unknown = object
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}
