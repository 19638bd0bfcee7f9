import pg from 'pg'
import { Stopwatch } from '../measure/rate.ts'
import { answer, input } from './program.ts'

/** Reads the replication slot and does nothing, until it has seen so many commits. */
export interface BareReader {
  readonly url: string
  readonly slot: string
  readonly publication: string
  readonly transactions: number
  readonly salesPerTransaction: number
}

/** What pg does in replication mode beside its documented interface. */
interface CopyBoth {
  on(event: 'copyData', listener: (message: { readonly chunk: Buffer }) => void): void
}

const XLOG_DATA = 0x77 // 'w'
const XLOG_DATA_HEADER = 25
const COMMIT = 0x43 // 'C'

const { url, slot, publication, transactions, salesPerTransaction } = input() as BareReader
const client = new pg.Client({ connectionString: url, ...{ replication: 'database' } })
await client.connect()
const watch = new Stopwatch()
let commits = 0
const { promise: complete, resolve } = Promise.withResolvers<undefined>()
const { connection } = client as unknown as { connection: CopyBoth }
connection.on('copyData', ({ chunk }) => {
  if (chunk[0] !== XLOG_DATA || chunk[XLOG_DATA_HEADER] !== COMMIT) return
  watch.lap(salesPerTransaction)
  commits += 1
  if (commits === transactions) resolve(undefined)
})
const options = `proto_version '1', publication_names '${publication}', messages 'true'`
const streaming = client.query(`START_REPLICATION SLOT ${slot} LOGICAL 0/0 (${options})`)
await Promise.race([complete, streaming])
answer(watch.rate)
// The stream never ends by itself.
process.exit(0)
