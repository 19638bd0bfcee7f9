import pg from 'pg'

/** What pg lets a query do once the server is ready for rows; not in its types. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

export type CopyValue = string | number | bigint | null

const CHUNK = 65_536
const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/**
 * Copies rows into a table in Postgres' text format: https://www.postgresql.org/docs/18/sql-copy.html
 *
 * @param table with its columns, in the order of the values: `table (a, b)`
 */
export function copyInto(client: pg.ClientBase, table: string, rows: Iterable<readonly CopyValue[]>): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | undefined | null): void => {
      if (error) reject(error)
      else resolve()
    }
    client.query(new CopyQuery(`COPY ${table} FROM STDIN`, rows, done))
  })
}

class CopyQuery extends pg.Query {
  readonly #rows: Iterable<readonly CopyValue[]>

  constructor(text: string, rows: Iterable<readonly CopyValue[]>, done: (error: Error | undefined) => void) {
    super(text, done)
    this.#rows = rows
  }

  handleCopyInResponse(connection: CopyConnection): void {
    let chunk = ''
    for (const row of this.#rows) {
      chunk += line(row)
      if (chunk.length < CHUNK) continue
      connection.sendCopyFromChunk(Buffer.from(chunk))
      chunk = ''
    }
    connection.sendCopyFromChunk(Buffer.from(chunk))
    connection.endCopyFrom()
  }
}

function line(row: readonly CopyValue[]): string {
  let text = ''
  for (const value of row) text += `${text === '' ? '' : '\t'}${field(value)}`
  return `${text}\n`
}

/** Copying is most of what the sink does: the common case is told by one test. */
function field(value: CopyValue): string {
  if (value === null) return '\\N'
  if (typeof value !== 'string') return String(value)
  return SPECIAL.test(value) ? value.replaceAll(/[\\\t\n\r]/g, (special) => ESCAPES[special] ?? special) : value
}
