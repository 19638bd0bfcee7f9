import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSourceDatabase, withClient, type Endpoints } from '@sales-pipeline/stack'
import { eventually } from './eventually.ts'

export interface TestDatabase extends AsyncDisposable {
  /** For its owner. */
  readonly url: string
  /** For change data capture: may read every table and the replication stream, and nothing more. */
  readonly bridgeUrl: string
  /** Removes it with its replication slots, whoever is connected. */
  drop(): Promise<void>
}

type Urls = Pick<Endpoints, 'postgresUrl' | 'sourceDatabaseUrl' | 'bridgeDatabaseUrl'>

/** Creates a database of its own name in the stack's Postgres and runs SQL files in it, as its owner. */
export async function createTestDatabase(urls: Urls, sqlFiles: readonly (string | URL)[]): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await createSourceDatabase(urls.postgresUrl, name)
  const url = inDatabase(urls.sourceDatabaseUrl, name)
  await withClient(url, async (owner) => {
    for (const file of sqlFiles) await owner.query(await readFile(file, 'utf8'))
  })
  const drop = (): Promise<void> => dropDatabase(urls.postgresUrl, name)
  return { url, bridgeUrl: inDatabase(urls.bridgeDatabaseUrl, name), drop, [Symbol.asyncDispose]: drop }
}

function inDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = database
  return changed.href
}

/** A database with a replication slot cannot be dropped, nor a slot that a walsender still holds: end, then try again. */
async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, (admin) =>
    eventually(async () => {
      const slots = 'FROM pg_replication_slots WHERE database = $1'
      await admin.query(`SELECT pg_terminate_backend(active_pid) ${slots} AND active`, [name])
      await admin.query(`SELECT pg_drop_replication_slot(slot_name) ${slots}`, [name])
      await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    })
  )
}
