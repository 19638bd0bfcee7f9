import { CsvError, Parser, type InfoRecord } from 'csv-parse'
import type { Violation } from '@sales-pipeline/contracts'
import { readHeader, type CsvLayout } from '../core/csv-header.ts'
import type { Layout } from '../core/mapping.ts'
import { MAX_RECORD_SIZE, type Frame } from '../core/record.ts'
import { malformed, type Row } from '../core/row.ts'
import { Unreadable } from '../core/unreadable.ts'

const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/**
 * Reads CSV (RFC 4180; quotes, escaped quotes, line breaks in quotes) with csv-parse. The parser is driven chunk by chunk,
 * and hands each record to a callback together with its end in the file: so a record's own bytes are a slice of what
 * has just been read, at no cost, and rows come in batches instead of one promise each.
 */
export class CsvReader {
  readonly #parser: Parser
  readonly #layout: Layout
  readonly #onIgnored: (columns: readonly string[]) => void
  #header: CsvLayout | undefined
  /** Where the callback puts the rows of the chunk being parsed */
  #rows: Row[] = []
  #records = 0
  #line = 1
  /** The record being parsed, from `#at` on, and what has come behind it */
  #window: Buffer = Buffer.alloc(0)
  #at = 0
  /** Where the record being parsed begins in the file */
  #offset = 0

  /**
   * @param onIgnored told the columns that nothing reads, if there are any
   */
  constructor(layout: Layout, onIgnored: (columns: readonly string[]) => void) {
    this.#layout = layout
    this.#onIgnored = onIgnored
    this.#parser = new Parser({
      delimiter: layout.delimiter,
      record_delimiter: ['\r\n', '\n'],
      skip_empty_lines: true,
      // A row with too few or too many fields is refused by itself, see #take.
      relax_column_count: true,
      max_record_size: MAX_RECORD_SIZE,
      on_record: (fields: string[], info: InfoRecord) => {
        this.#take(fields, info.bytes_records)
        return null
      }
    })
    // Nothing is ever readable, but only a stream that flows ends; errors reach the callbacks of write and end.
    this.#parser.resume().on('error', () => undefined)
  }

  /** @throws Unreadable; `rows` then has the rows before the break */
  async push(chunk: Buffer, rows: Row[]): Promise<void> {
    this.#rows = rows
    this.#window = Buffer.concat([this.#window.subarray(this.#at), chunk])
    this.#at = 0
    await this.#done((callback) => this.#parser.write(chunk, callback))
  }

  /** @throws Unreadable; `rows` then has the rows before the break */
  async end(rows: Row[]): Promise<void> {
    this.#rows = rows
    await this.#done((callback) => this.#parser.end(callback))
    if (this.#header === undefined) throw new Unreadable('FILE_EMPTY', 'holds nothing but empty lines')
  }

  #done(start: (callback: (error?: Error | null) => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      start((error) => {
        if (error instanceof CsvError) reject(brokenCsv(error, this.#line))
        else if (error) reject(error)
        else resolve()
      })
    })
  }

  #take(fields: string[], end: number): void {
    const { bytes, line } = this.#cut(end)
    if (this.#header === undefined) {
      this.#header = readHeader(fields, this.#layout)
      if (this.#header.ignored.length > 0) this.#onIgnored(this.#header.ignored)
      return
    }
    this.#records++
    const frame: Frame = { number: this.#records, position: `line ${line}`, bytes, tooLong: false }
    this.#rows.push(readFields(frame, fields, this.#header))
  }

  /** The bytes up to `end`, without the line breaks around them, and the line that they begin on. */
  #cut(end: number): { bytes: Buffer; line: number } {
    const window = this.#window
    let from = this.#at
    let to = from + end - this.#offset
    this.#at = to
    this.#offset = end
    while (from < to && isLineBreak(window[from])) if (window[from++] === LINE_FEED) this.#line++
    const line = this.#line
    for (let at = from; at < to; at++) if (window[at] === LINE_FEED) this.#line++
    while (to > from && isLineBreak(window[to - 1])) to--
    return { bytes: window.subarray(from, to), line }
  }
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === LINE_FEED || byte === CARRIAGE_RETURN
}

function readFields(frame: Frame, fields: readonly string[], header: CsvLayout): Row {
  if (fields.length !== header.columns) {
    return malformed(frame, 'columns', `has ${fields.length} fields where the header has ${header.columns}`)
  }
  const violations: Violation[] = []
  return { frame, values: header.build(fields, violations), violations }
}

const PROBLEMS: Partial<Record<CsvError['code'], string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'text behind a closing quote; a quote inside quotes is doubled',
  INVALID_OPENING_QUOTE: 'a quote in the middle of a field that is not quoted'
}

/** csv-parse's own messages quote the data; these do not. */
function brokenCsv({ code }: CsvError, line: number): Unreadable {
  const where = `breaks at the record that begins on line ${line}`
  if (code === 'CSV_MAX_RECORD_SIZE') {
    const hint = `longer than ${MAX_RECORD_SIZE} characters; is a quote not closed, or the delimiter another?`
    return new Unreadable('FILE_RECORD_TOO_LONG', `${where}: ${hint}`)
  }
  return new Unreadable('FILE_CSV_SYNTAX', `${where}: ${PROBLEMS[code] ?? code}`)
}
