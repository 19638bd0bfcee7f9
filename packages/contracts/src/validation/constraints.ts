import { formats } from './formats.ts'
import type { Rule } from './rule.ts'

/** What is expected of a value that breaks the rule; null where it does not. */
export type Constraint = (value: unknown) => string | null

/** The part of a rule that looks at one value alone: its length, its bounds, its form. Called for every rule of every record. */
export function constraintOf(rule: Rule): Constraint {
  const { minLength = 0, maxLength = Infinity, minimum = -Infinity, maximum = Infinity } = rule
  const form = formOf(rule)
  return (value) => {
    if (typeof value === 'string') {
      if (value.length < minLength || value.length > maxLength) return length(value, minLength, maxLength)
      return form === null ? null : form(value)
    }
    if (typeof value === 'number' || typeof value === 'bigint')
      return value < minimum || value > maximum ? bounds(rule) : null
    return Array.isArray(value) || value instanceof Uint8Array ? size(value.length, minLength, maxLength) : null
  }
}

function formOf({ pattern, format }: Rule): ((text: string) => string | null) | null {
  const regExp = pattern === undefined ? undefined : new RegExp(pattern, 'u')
  const shape = format === undefined ? undefined : formats[format]
  if (format !== undefined && !Object.hasOwn(formats, format)) throw new Error(`no format is called ${format}`)
  if (regExp === undefined && shape === undefined) return null
  return (text) => {
    if (regExp !== undefined && !regExp.test(text)) return `must match ${regExp.source}`
    return shape === undefined || shape.matches(text) ? null : shape.expected
  }
}

function length(text: string, minLength: number, maxLength: number): string {
  if (text === '') return 'must not be empty'
  return text.length < minLength
    ? `must have at least ${minLength} characters`
    : `must have at most ${maxLength} characters`
}

function size(elements: number, minLength: number, maxLength: number): string | null {
  if (elements < minLength) return `must have at least ${minLength} elements`
  return elements > maxLength ? `must have at most ${maxLength} elements` : null
}

function bounds({ minimum, maximum }: Rule): string {
  if (minimum === undefined) return `must be at most ${maximum ?? ''}`
  if (maximum === undefined) return `must be at least ${minimum}`
  return `must lie between ${minimum} and ${maximum}`
}
