import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { breakLine, REPORT_HEADER, reportLines } from './report.ts'

const rows = (lines: string): string[][] => parse(REPORT_HEADER + lines)

describe('report', () => {
  it('is CSV in which no cell is a formula, whatever the rows were', () => {
    const text = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ',', ';', '\0', 'a') })
    fc.assert(
      fc.property(
        fc.array(fc.record({ field: text, rule: text, message: text }), { minLength: 1 }),
        text,
        (violations, original) => {
          const [, ...lines] = rows(reportLines('line 7', violations, original))
          assert.equal(lines.length, violations.length)
          for (const cells of lines) {
            assert.equal(cells.length, 5)
            for (const cell of cells) assert.doesNotMatch(cell, /^[=+\-@\t\r]|\0/)
          }
        }
      )
    )
  })

  it('shows an ordinary row as it was', () => {
    const violation = { field: 'amount', rule: 'amount', message: '"x" must be a decimal' }
    const [, line] = rows(reportLines('line 2', [violation], '1,"a ""b""",x'))
    assert.deepEqual(line, ['line 2', 'amount', 'amount', '"x" must be a decimal', '1,"a ""b""",x'])
  })

  it('says what stands of a file that breaks', () => {
    assert.match(breakLine('FILE_JSON_SYNTAX', 'is cut off', 3), /The 3 records before have been ingested and stay/)
    assert.match(breakLine('FILE_EMPTY', 'is empty', 0), /Nothing of the file has been ingested/)
  })
})
