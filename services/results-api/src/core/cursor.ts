/** Where a page of a ranking ends: what its last row is ordered by. */
export interface Position {
  /** A decimal as the store writes it. */
  readonly total: string
  readonly count: number
  /** The names that decide between equal totals and counts. */
  readonly names: readonly string[]
}

/** What the next page needs to know; clients see it as an opaque text. */
export interface Cursor extends Position {
  /** How many rows there have been, and the rank of the last one. */
  readonly place: number
  readonly rank: number
}

const LONGEST_NAME = 200
/** Four bytes at most for each UTF-16 unit of three names, and the numbers, in base64. */
export const LONGEST_CURSOR = 4000
export const CURSOR_TEXT = /^[\w-]+$/

const DECIMAL = /^-?\d{1,40}(\.\d{1,20})?$/

export function writeCursor({ place, rank, total, count, names }: Cursor): string {
  return Buffer.from(JSON.stringify([place, rank, total, count, ...names])).toString('base64url')
}

/** Reads what writeCursor wrote; undefined for anything else. */
export function readCursor(text: string, nameCount: number): Cursor | undefined {
  if (text.length > LONGEST_CURSOR || !CURSOR_TEXT.test(text)) return undefined
  const parts = parsed(Buffer.from(text, 'base64url').toString())
  if (!Array.isArray(parts) || parts.length !== 4 + nameCount) return undefined
  const [place, rank, total, count, ...names] = parts as unknown[]
  if (!isCounter(place) || !isCounter(rank) || !isCounter(count) || rank > place) return undefined
  if (typeof total !== 'string' || !DECIMAL.test(total) || !names.every(isName)) return undefined
  return { place, rank, total, count, names }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function isCounter(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_NAME && !value.includes('\0')
}
