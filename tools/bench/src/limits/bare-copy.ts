import pg from 'pg'
import { answer, input } from './program.ts'

/** Copies the rows of a table into a new one with the same columns and the same primary key, and nothing else. */
export interface BareCopy {
  readonly url: string
  readonly table: string
}

/** What pg lets a query do while it copies; not in its types. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** A COPY in either direction. */
class Copy extends pg.Query {
  readonly #chunks: Buffer[]

  constructor(text: string, chunks: Buffer[], done: (error: Error | undefined) => void) {
    super(text, done)
    this.#chunks = chunks
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (const chunk of this.#chunks) connection.sendCopyFromChunk(chunk)
    connection.endCopyFrom()
  }

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    this.#chunks.push(Buffer.from(chunk))
  }
}

const SENT_AT_ONCE = 1000

const { url, table } = input() as BareCopy
const client = new pg.Client({ connectionString: url })
await client.connect()
const rows: Buffer[] = []
await copy(`COPY ${table} TO STDOUT`, rows)
const key = await client.query<{ definition: string }>(
  `SELECT pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = '${table}'::regclass AND contype = 'p'`
)
await client.query(`CREATE TABLE bare_copy (LIKE ${table}, ${key.rows[0]?.definition ?? ''})`)
const chunks = joined(rows)
const began = performance.now()
await copy('COPY bare_copy FROM STDIN', chunks)
const seconds = (performance.now() - began) / 1000
await client.query('DROP TABLE bare_copy')
await client.end()
answer({ count: rows.length, seconds })

function copy(text: string, data: Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | undefined | null): void => {
      if (error) reject(error)
      else resolve()
    }
    client.query(new Copy(text, data, done))
  })
}

/** Postgres sends a row in each message; a client that copies in sends many. */
function joined(lines: readonly Buffer[]): Buffer[] {
  const all: Buffer[] = []
  for (let start = 0; start < lines.length; start += SENT_AT_ONCE)
    all.push(Buffer.concat(lines.slice(start, start + SENT_AT_ONCE)))
  return all
}
