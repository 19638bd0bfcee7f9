/** An escaped backslash, so that what follows it is not taken for an escape; or what jsonb does not hold. */
const ESCAPES = /\\\\|\\u(?:0000|d[89a-f][\da-f]{2})/gi

/** JSON without U+0000 and lone surrogates, which jsonb refuses. */
export function jsonb(value: unknown): string {
  return JSON.stringify(value).replaceAll(ESCAPES, (escape) => (escape === '\\\\' ? escape : ''))
}
