import type { Format } from '../core/files.ts'
import { JsonReader } from '../core/json-reader.ts'
import type { Layout } from '../core/mapping.ts'
import type { Row } from '../core/row.ts'
import { CsvReader } from './csv-reader.ts'

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

export interface ReadOptions {
  readonly format: Format
  readonly layout: Layout
  readonly onIgnored: (columns: readonly string[]) => void
}

/**
 * The rows of a file, a batch per chunk; the next chunk is read when the consumer asks for it.
 * @throws Unreadable, behind all rows before the break
 */
export async function* readRows(chunks: AsyncIterable<Buffer>, options: ReadOptions): AsyncGenerator<Row[]> {
  const { format, layout, onIgnored } = options
  const reader = format === 'csv' ? new CsvReader(layout, onIgnored) : new JsonReader(format, layout)
  for await (const chunk of withoutByteOrderMark(chunks)) yield* batch((rows) => reader.push(chunk, rows))
  yield* batch((rows) => reader.end(rows))
}

/** Rows before a break are handed on before the break is thrown. */
async function* batch(read: (rows: Row[]) => Promise<void> | void): AsyncGenerator<Row[]> {
  const rows: Row[] = []
  try {
    await read(rows)
  } catch (error) {
    yield rows
    throw error
  }
  yield rows
}

/** The mark is three bytes at the very beginning; chunks of files are longer than that, but the last one may not be. */
async function* withoutByteOrderMark(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let first = true
  for await (const chunk of chunks) {
    yield first && chunk.subarray(0, 3).equals(BYTE_ORDER_MARK) ? chunk.subarray(3) : chunk
    first = false
  }
}
