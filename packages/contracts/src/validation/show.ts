const SHOWN_CHARACTERS = 60
const MASKED = '(masked)'

/** A value as a message shows it: short, and never where it is personal. */
export function show(value: unknown, personal = false): string {
  if (personal) return MASKED
  if (value === undefined) return 'null'
  const text = JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner))
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}
