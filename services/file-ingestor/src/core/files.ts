export type Format = 'csv' | 'json' | 'ndjson'

/** How a name in the inbox is treated: read in its format, passed over in silence, or left alone and reported once. */
export type Treatment = { readonly read: Format } | 'passed over' | 'left alone'

const FORMATS: ReadonlyMap<string, Format> = new Map([
  ['csv', 'csv'],
  ['json', 'json'],
  ['ndjson', 'ndjson'],
  ['jsonl', 'ndjson']
])
const UNFINISHED = new Set(['tmp', 'part'])

/** Decides by the name alone; dot files and `*.tmp`, `*.part` belong to whoever is still writing them. */
export function treatmentOf(name: string): Treatment {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  if (name.startsWith('.') || UNFINISHED.has(extension)) return 'passed over'
  const format = name.includes('.') ? FORMATS.get(extension) : undefined
  return format === undefined ? 'left alone' : { read: format }
}

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  ndjson: 'application/x-ndjson'
}

/** The format of a file that is read. */
export function formatOf(name: string): Format {
  const treatment = treatmentOf(name)
  if (typeof treatment === 'string') throw new Error(`${name} is not a file that is read: ${treatment}`)
  return treatment.read
}

export const REPORT_SUFFIX = '.refused.csv'

// NAME_MAX of every common file system is 255 bytes; the report's suffix must fit behind the longest name.
const LONGEST_NAME = 255 - REPORT_SUFFIX.length

/**
 * The name a finished file gets in `done/` or `failed/`: its own, or, where that is taken, with the hash of its content
 * (and, taken again, a number) before the extension.
 */
export function finishedName(name: string, hash: string, taken: (candidate: string) => boolean): string {
  const whole = suffixed(name, '')
  if (!taken(whole)) return whole
  const hashed = suffixed(name, `.${hash.slice(0, 12)}`)
  if (!taken(hashed)) return hashed
  for (let copy = 2; ; copy++) {
    const numbered = suffixed(name, `.${hash.slice(0, 12)}.${copy}`)
    if (!taken(numbered)) return numbered
  }
}

function suffixed(name: string, suffix: string): string {
  const dot = name.lastIndexOf('.')
  const stem = dot <= 0 ? name : name.slice(0, dot)
  const extension = dot <= 0 ? '' : name.slice(dot)
  return truncated(stem, LONGEST_NAME - Buffer.byteLength(suffix + extension)) + suffix + extension
}

/** Whole characters only: bytes of one that was cut in two come back as a replacement character, and go. */
function truncated(text: string, bytes: number): string {
  const buffer = Buffer.from(text)
  return buffer.length <= bytes
    ? text
    : buffer
        .subarray(0, bytes)
        .toString()
        .replace(/\ufffd+$/, '')
}
