import { unitsOf } from '../decimal.ts'
import type { AvroObject } from '../schema.ts'
import { formats } from '../validation/formats.ts'

/** Reads what stands in JSON, or as text in a file, as a value of the schema; undefined where it is none. */
export interface Scalar {
  readonly read: (input: unknown) => unknown
  readonly expected: string
}

const MS_A_DAY = 86_400_000

const DATE: Scalar = {
  read: (input) => (isText(input) && formats.date.matches(input) ? Date.parse(input) / MS_A_DAY : undefined),
  expected: formats.date.expected
}

const TIMESTAMP: Scalar = {
  read: (input) => {
    if (isText(input) && formats['date-time'].matches(input)) return Date.parse(input)
    return Number.isSafeInteger(input) ? input : undefined
  },
  expected: `${formats['date-time'].expected}, or milliseconds since 1970`
}

const BOOLEAN: Scalar = {
  read: (input) =>
    input === 'true' ? true : input === 'false' ? false : typeof input === 'boolean' ? input : undefined,
  expected: 'must be true or false'
}

const DOUBLE: Scalar = {
  read: (input) => {
    const number = isText(input) && /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/iu.test(input) ? Number(input) : input
    return Number.isFinite(number) ? number : undefined
  },
  expected: 'must be a number'
}

const STRING: Scalar = { read: (input) => (isText(input) ? input : undefined), expected: 'must be text' }

const INT = whole(-(2n ** 31n), 2n ** 31n - 1n, Number)
const LONG = whole(-(2n ** 63n), 2n ** 63n - 1n, (value) => value)

const SCALARS: Readonly<Record<string, Scalar>> = {
  null: { read: (input) => (input === null ? null : undefined), expected: 'must be null' },
  boolean: BOOLEAN,
  int: INT,
  long: LONG,
  float: DOUBLE,
  double: DOUBLE,
  string: STRING,
  bytes: bytes()
}

/** How a schema without fields, elements or branches is read; undefined where it has some. */
export function scalarOf(node: AvroObject): Scalar | undefined {
  const { type, logicalType, precision = 0, scale = 0, symbols = [], size } = node
  if (logicalType === 'decimal') return decimal(precision, scale)
  if (logicalType === 'date') return DATE
  if (logicalType === 'timestamp-millis') return TIMESTAMP
  if (type === 'enum') return oneOf(symbols)
  if (type === 'fixed') return bytes(size)
  return typeof type === 'string' ? SCALARS[type] : undefined
}

/** A number of JSON has lost what its text would have kept: beyond 2^53 only text is exact, and only that is taken. */
function whole(lowest: bigint, highest: bigint, convert: (value: bigint) => number | bigint): Scalar {
  return {
    read: (input) => {
      const isWhole = Number.isSafeInteger(input) || (isText(input) && /^[+-]?\d{1,20}$/u.test(input))
      if (!isWhole) return undefined
      const value = BigInt(typeof input === 'string' ? input.replace(/^\+/u, '') : (input as number))
      return value < lowest || value > highest ? undefined : convert(value)
    },
    expected: `must be a whole number from ${lowest} to ${highest}`
  }
}

/** As text, so that no digit is lost on the way; a number is taken where its shortest text is such a decimal. */
function decimal(precision: number, scale: number): Scalar {
  const limit = 10n ** BigInt(precision)
  return {
    read: (input) => {
      const units = isText(input) || typeof input === 'number' ? unitsOf(String(input), scale) : undefined
      return units === undefined || units >= limit || units <= -limit ? undefined : units
    },
    expected: `must be a decimal with at most ${precision - scale} digits before and ${scale} behind the point, such as "12.5"`
  }
}

function oneOf(symbols: readonly string[]): Scalar {
  return {
    read: (input) => (symbols.includes(input as string) ? input : undefined),
    expected: `must be one of ${symbols.join(', ')}`
  }
}

function bytes(size?: number): Scalar {
  return {
    read: (input) => {
      if (!isText(input) || !/^[a-z\d+/]*={0,2}$/iu.test(input) || input.length % 4 !== 0) return undefined
      const read = Buffer.from(input, 'base64')
      return size === undefined || read.length === size ? read : undefined
    },
    expected: `must be ${size === undefined ? '' : `${size} `}bytes in base64`
  }
}

function isText(input: unknown): input is string {
  return typeof input === 'string'
}
