import { stringify } from 'csv-stringify/sync'

const NUMBER = /^-?\d+(\.\d+)?$/

/**
 * Rows as CSV (RFC 4180) with a header line. A text that a spreadsheet would take for a formula gets an apostrophe before
 * it; a number is none, its sign notwithstanding.
 */
export function csvOf(columns: readonly string[], rows: readonly object[]): string {
  return stringify([...rows], {
    header: true,
    columns: [...columns],
    record_delimiter: 'windows',
    cast: { string: (value) => ({ value, escape_formulas: !NUMBER.test(value) }) }
  })
}
