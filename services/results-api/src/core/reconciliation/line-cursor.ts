import { readParts, writeParts } from '../opaque-cursor.ts'
import { isDate } from '../period.ts'
import { AGAINST, type Against } from './judge.ts'

/** Where a page of lines ends, by what they are ordered by. */
export interface LineCursor {
  readonly rank: number
  readonly day: string
  readonly source: string
  readonly dataset: string
  readonly scope: string
  readonly against: Against
  readonly currency: string
}

export function writeLineCursor({ rank, day, source, dataset, scope, against, currency }: LineCursor): string {
  return writeParts([rank, day, source, dataset, scope, against, currency])
}

/** Reads what writeLineCursor wrote; undefined for anything else. */
export function readLineCursor(text: string): LineCursor | undefined {
  const parts = readParts(text)
  const [rank, ...texts] = parts
  if (parts.length !== 7 || !Number.isInteger(rank) || Number(rank) < 0 || Number(rank) > 2) return undefined
  if (!texts.every((part) => typeof part === 'string' && !part.includes('\0'))) return undefined
  const [day = '', source = '', dataset = '', scope = '', against = '', currency = ''] = texts as string[]
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !isDate(day) || !isAgainst(against)) return undefined
  return { rank: Number(rank), day, source, dataset, scope, against, currency }
}

function isAgainst(text: string): text is Against {
  return (AGAINST as readonly string[]).includes(text)
}
