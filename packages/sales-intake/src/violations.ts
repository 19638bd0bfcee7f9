import { sales, validator } from '@sales-pipeline/contracts'
import type { Violation } from '@sales-pipeline/contracts'
import { CANONICAL_COLUMNS } from './row.ts'
import type { CanonicalColumn } from './row.ts'

/** The contract's own rules, of which a row breaks the same ones as the sale it would become. */
export const checkContract = validator(sales.rules)

const COLUMN_OF_FIELD: Readonly<Record<string, CanonicalColumn>> = {
  'place.city': 'city',
  'place.region': 'region',
  'place.country': 'country',
  'salesman.id': 'salesman_id',
  'salesman.name': 'salesman_name'
}

const SHOWN_CHARACTERS = 60

export function violation(column: CanonicalColumn, rule: string, found: string, expected: string): Violation {
  const value = quoted(column, found)
  return { field: column, rule, version: 1, value, message: `${value} ${expected}` }
}

/** A violation of the sale's contract as one of the row: by the row's column, and showing the text that stood there. */
export function ofRow(broken: Violation, soldAt: { text: string; time: number | undefined }): Violation {
  const { field, message } = broken
  if (field !== 'sold_at') return { ...broken, field: COLUMN_OF_FIELD[field] ?? field }
  const value = quoted(field, soldAt.text)
  return { ...broken, value, message: message.replace(String(soldAt.time), value) }
}

export function inColumnOrder(violations: readonly Violation[]): Violation[] {
  const position = ({ field }: Violation) => (CANONICAL_COLUMNS as readonly string[]).indexOf(field)
  return violations.toSorted((a, b) => position(a) - position(b))
}

/** A person's name is never shown. */
function quoted(column: CanonicalColumn, text: string): string {
  if (column === 'salesman_name') return '(masked)'
  const shown = JSON.stringify(text)
  return shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS)}…` : shown
}
