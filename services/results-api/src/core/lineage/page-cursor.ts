import { isDate } from '../period.ts'

/** Where a page of sales ends: the next one goes on behind it. */
export interface PageCursor {
  readonly source: string
  /** ISO date. */
  readonly day: string
  readonly saleId: string
}

export const LONGEST_CURSOR = 2000
export const CURSOR_TEXT = /^[\w-]+$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

export function writePageCursor({ source, day, saleId }: PageCursor): string {
  return Buffer.from(JSON.stringify([source, day, saleId])).toString('base64url')
}

/** Reads what writePageCursor wrote; undefined for anything else. */
export function readPageCursor(text: string): PageCursor | undefined {
  const parts = parsed(Buffer.from(text, 'base64url').toString())
  if (!Array.isArray(parts) || parts.length !== 3) return undefined
  const [source, day, saleId] = parts as unknown[]
  if (typeof source !== 'string' || typeof day !== 'string' || typeof saleId !== 'string') return undefined
  if (!DAY.test(day) || !isDate(day) || (source + saleId).includes('\0')) return undefined
  return { source, day, saleId }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
