import { randomBytes } from 'node:crypto'
import { startMongodb, stackOfCommand, type Mongodb } from '@sales-pipeline/stack'

let shared: Promise<Mongodb> | undefined

/** A database of one's own name, in the server that MONGODB_URI names or in a stand-in that ends with this process. */
export async function useMongodb(): Promise<{ readonly uri: string; readonly database: string }> {
  shared ??= startMongodb({ logs: stackOfCommand(process.env).logs, background: true })
  const { uri } = await shared
  return { uri, database: `test_${randomBytes(6).toString('hex')}` }
}
