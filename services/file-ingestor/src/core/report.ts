import type { Violation } from '@sales-pipeline/contracts'

/** First line of a report of refused rows. */
export const REPORT_HEADER = 'position,field,rule,message,row\r\n'

// A spreadsheet takes a cell that begins with one of these for a formula (OWASP, CSV injection).
const FORMULA = /^[=+\-@\t\r]/

/**
 * The lines of one refused record, one per violation. Each cell is quoted, and an apostrophe stands before whatever a
 * spreadsheet would compute.
 */
export function reportLines(position: string, violations: readonly Violation[], original: string): string {
  return violations
    .map(({ field, rule, message }) => `${[position, field, rule, message, original].map(cell).join(',')}\r\n`)
    .join('')
}

/** The last line of the report of a file that breaks off: what was wrong, and what stands. */
export function breakLine(code: string, message: string, records: number): string {
  const stands =
    records === 0
      ? 'Nothing of the file has been ingested.'
      : `The ${records} records before have been ingested and stay; mend the rest and drop the file again.`
  return reportLines('', [{ field: '', rule: code, message: `The file ${message}. ${stands}` }], '')
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('\0', '\u2400').replaceAll('"', '""')}"`
}
