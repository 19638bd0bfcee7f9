import { z } from 'zod'
import { CURSOR_TEXT, LONGEST_CURSOR, readCursor } from './cursor.ts'
import type { ParameterError } from './problem.ts'

/** The parameters of a request by name; each schema reads the text of one and is described for the API's documentation. */
export type ParameterShape = Readonly<Record<string, z.ZodType>>
export type ParametersOf<S extends ParameterShape> = { readonly [Name in keyof S]: z.output<S[Name]> }

export type Reading<T> = { readonly values: T } | { readonly errors: readonly ParameterError[] }

/**
 * Reads all parameters of a request, and reports everything that is wrong at once.
 *
 * @param check compares parameters with each other; undefined values are absent or wrong in themselves
 */
export function readParameters<S extends ParameterShape>(
  shape: S,
  given: Iterable<readonly [name: string, text: string]>,
  check: (values: { readonly [Name in keyof S]?: z.output<S[Name]> }) => readonly ParameterError[] = () => []
): Reading<ParametersOf<S>> {
  const texts = new Map<string, string>()
  const errors: ParameterError[] = []
  for (const [name, text] of given) {
    if (!Object.hasOwn(shape, name)) errors.push({ parameter: shown(name), message: unknown(shape) })
    else if (texts.has(name)) errors.push({ parameter: name, message: 'is given more than once' })
    texts.set(name, text)
  }
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(shape)) {
    const result = schema.safeParse(texts.get(name))
    if (result.success) values[name] = result.data
    else errors.push(...result.error.issues.map(({ message }) => ({ parameter: name, message })))
  }
  const wrong = new Set(errors.map(({ parameter }) => parameter))
  const contradictions = check(values as ParametersOf<S>).filter(({ parameter }) => !wrong.has(parameter))
  const all = [...errors, ...contradictions]
  return all.length === 0 ? { values: values as ParametersOf<S> } : { errors: all }
}

const LONGEST_SHOWN = 40

function shown(name: string): string {
  return name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN)}…` : name
}

function unknown(shape: ParameterShape): string {
  const names = Object.keys(shape)
  return names.length === 0 ? 'is unknown: no parameter is' : `is unknown: give ${names.join(', ')}`
}

const LONGEST_NAME = 200

export const parameter = {
  /** A name as in the data: compared exactly. */
  name: (shortest = 1) =>
    z
      .string('is missing')
      .min(shortest, 'must not be empty')
      .max(LONGEST_NAME, `must have at most ${LONGEST_NAME} characters`)
      .refine((text) => !text.includes('\0'), 'must not contain U+0000'),

  oneOf: <const T extends readonly [string, ...string[]]>(values: T) =>
    z.enum(values, `must be one of ${values.join(', ')}`),

  /** Where a page of a ranking ended, as readCursor reads it. */
  cursor: (names: number) =>
    z
      .string()
      .refine((text) => readCursor(text, names) !== undefined, 'must be that of a `next` link of this ranking')
      .meta({ pattern: CURSOR_TEXT.source, maxLength: LONGEST_CURSOR }),

  /** A whole number in digits; described as an integer. */
  count: (most: number) => {
    const message = `must be a whole number from 1 to ${most}`
    return z
      .string(message)
      .regex(/^[1-9]\d{0,8}$/, message)
      .transform(Number)
      .pipe(z.int().min(1, message).max(most, message))
  }
}
