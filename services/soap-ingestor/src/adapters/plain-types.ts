const SIMPLE_TYPES = [
  'decimal',
  'integer',
  'int',
  'short',
  'long',
  'double',
  'float',
  'boolean',
  'bool',
  'dateTime',
  'date'
]

interface Open {
  readonly object: unknown
}

/**
 * The SOAP library's readers of simple types, replaced: each leaves the text as it came, so that no amount passes a float and no
 * time a Date. A comment inside a value makes it arrive in parts; joined by a space they are no number, and the sale is refused
 * instead of misread.
 */
export const plainTypes: Readonly<Record<string, (text: string, open: Open) => string>> = Object.fromEntries(
  SIMPLE_TYPES.map((type) => [type, (text, { object }) => (typeof object === 'string' ? `${object} ${text}` : text)])
)
