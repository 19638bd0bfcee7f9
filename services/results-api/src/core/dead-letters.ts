import { allTopics, deadLetters, type DeadLetter } from '@sales-pipeline/contracts'
import type { LetterPlace, RefusedRecord } from '../dead-letter-ports.ts'
import { isInstant, readParts, writeParts } from './opaque-cursor.ts'

const PREFIX = deadLetters('').name

/** Whoever may refuse a record. */
export const refusingServices: readonly string[] = allTopics
  .filter(({ stream }) => stream === deadLetters('').stream)
  .map(({ name }) => name.slice(PREFIX.length))

const LONGEST_TEXT = 2000
const MOST_VIOLATIONS = 100

/** A letter as it is kept: bounded, without the original bytes. The place tells its service, whatever it says of itself. */
export function refusedRecord(place: LetterPlace, letter: DeadLetter, recordedAt: number): RefusedRecord {
  const { origin, code, message, violations, original, content_type, trace_id, refused_at } = letter
  const said = new Date(refused_at)
  return {
    ...{ ...place, code: bounded(code), message: bounded(message) },
    origin: { system: bounded(origin.system), dataset: bounded(origin.dataset), position: bounded(origin.position) },
    violations: violations.slice(0, MOST_VIOLATIONS).map(({ field, rule, version, value, message: why }) => ({
      ...{ field: bounded(field), rule: bounded(rule), version, message: bounded(why) },
      value: value === null ? null : bounded(value)
    })),
    ...{ traceId: trace_id, contentType: bounded(content_type), size: original.length },
    refusedAt: isKept(said) ? said : new Date(recordedAt)
  }
}

function bounded(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT).toWellFormed()}…`
}

/** Whether an answer can hold it: four digits of a year. */
function isKept(date: Date): boolean {
  const year = date.getUTCFullYear()
  return year >= 1970 && year <= 9999
}

type LetterCursor = LetterPlace & { readonly refusedAt: Date }

export function writeLetterCursor({ refusedAt, service, partition, offset }: LetterCursor): string {
  return writeParts([refusedAt.toISOString(), service, partition, String(offset)])
}

/** Reads what writeLetterCursor wrote; undefined for anything else. */
export function readLetterCursor(text: string): LetterCursor | undefined {
  const [at, service, partition, offset, ...more] = readParts(text)
  if (!isInstant(at) || typeof service !== 'string' || service.includes('\0') || more.length > 0) return undefined
  if (!Number.isInteger(partition) || Number(partition) < 0 || Number(partition) > MOST_PARTITIONS) return undefined
  if (typeof offset !== 'string' || !/^\d{1,18}$/.test(offset)) return undefined
  return { refusedAt: new Date(at), service, partition: Number(partition), offset: BigInt(offset) }
}

const MOST_PARTITIONS = 1_000_000
