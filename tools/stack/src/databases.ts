import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { HOST } from './ports.ts'

/** The server's administrator. No service ever uses it. */
export const ADMIN = 'postgres'

/** One account for each purpose, with no more rights than that needs. */
export interface DatabaseUrls {
  /** Owns the source database: the shop itself, and whoever plays it. */
  readonly sourceDatabaseUrl: string
  /** Reads the source database and its replication stream: change data capture. */
  readonly bridgeDatabaseUrl: string
  /** Owns the results database. */
  readonly resultsDatabaseUrl: string
}

/** Creates the accounts with passwords of their own, and the databases `source` and `results`. */
export async function createDatabases(adminUrl: string): Promise<DatabaseUrls> {
  const port = Number(new URL(adminUrl).port)
  const passwords = { source: newPassword(), bridge: newPassword(), results: newPassword() }
  await withClient(adminUrl, async (admin) => {
    await admin.query(`CREATE ROLE source LOGIN PASSWORD '${passwords.source}'`)
    await admin.query(`CREATE ROLE bridge LOGIN REPLICATION PASSWORD '${passwords.bridge}'`)
    await admin.query(`CREATE ROLE results LOGIN PASSWORD '${passwords.results}'`)
  })
  await createSourceDatabase(adminUrl, 'source')
  await createOwnedDatabase(adminUrl, 'results', 'results')
  return {
    sourceDatabaseUrl: roleUrl(port, 'source', passwords.source, 'source'),
    bridgeDatabaseUrl: roleUrl(port, 'bridge', passwords.bridge, 'source'),
    resultsDatabaseUrl: roleUrl(port, 'results', passwords.results, 'results')
  }
}

/** Creates a database owned by `source`, in which `bridge` may read every table that `source` will create. */
export async function createSourceDatabase(adminUrl: string, database: string): Promise<void> {
  await createOwnedDatabase(adminUrl, database, 'source')
  const url = new URL(adminUrl)
  url.pathname = database
  await withClient(url.href, async (admin) => {
    await admin.query(`GRANT CONNECT ON DATABASE "${database}" TO bridge`)
    await admin.query('ALTER DEFAULT PRIVILEGES FOR ROLE source GRANT SELECT ON TABLES TO bridge')
    await admin.query('ALTER DEFAULT PRIVILEGES FOR ROLE source GRANT USAGE ON SCHEMAS TO bridge')
  })
}

/** Random, and of characters that need no quoting in SQL or a URL. */
export function newPassword(): string {
  return randomBytes(18).toString('base64url')
}

export function roleUrl(port: number, role: string, password: string, database: string): string {
  return `postgres://${role}:${password}@${HOST}:${port}/${database}`
}

/** Runs work with a connection that is closed afterwards. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function createOwnedDatabase(adminUrl: string, database: string, owner: string): Promise<void> {
  await withClient(adminUrl, async (admin) => {
    await admin.query(`CREATE DATABASE "${database}" OWNER ${owner}`)
    await admin.query(`REVOKE ALL ON DATABASE "${database}" FROM PUBLIC`)
  })
}
