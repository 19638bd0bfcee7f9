import { z } from 'zod'

/**
 * Schemas for the text of one environment variable; each rejects with what it accepts. Add `.describe()`, and `.default()`
 * with the parsed value or `.optional()`, to taste.
 */
export const variable = {
  text: () => z.string(),

  /** A value that is never shown. */
  secret: () => z.string().meta({ secret: true }),

  integer: ({ min = 0, max = Number.MAX_SAFE_INTEGER }: { min?: number; max?: number } = {}) =>
    z
      .string()
      .regex(/^[+-]?\d+$/, 'give a whole number')
      .transform(Number)
      .refine((value) => value >= min && value <= max, `give a number from ${min} to ${max}`),

  /** 0 lets the system choose. */
  port: () => variable.integer({ max: 65_535 }),

  milliseconds: ({ min = 1, max = 2 ** 31 - 1 }: { min?: number; max?: number } = {}) => variable.integer({ min, max }),

  ratio: () =>
    z
      .string()
      .transform(Number)
      .refine((value) => value >= 0 && value <= 1, 'give a number from 0 to 1, such as 0.1'),

  boolean: () =>
    z.enum(['true', 'false', '1', '0'], 'give true or false').transform((text) => text === 'true' || text === '1'),

  oneOf: <const T extends readonly [string, ...string[]]>(values: T) =>
    z.enum(values, `give one of ${values.join(', ')}`),

  /** `protocols` without colon, such as 'https'. */
  url: (...protocols: readonly [string, ...string[]]) =>
    z
      .string()
      .refine(
        (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)),
        `give a URL that starts with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`
      ),

  /** Values between commas, at least one; each must match. */
  list: (each = /./, hint = 'give one value or several between commas') =>
    z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .refine((parts) => parts.every((part) => each.test(part)), hint),

  timeZone: () => z.string().refine(isTimeZone, 'give an IANA time zone, such as UTC or Europe/Berlin')
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
