import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { LOCAL_FOLDER } from '@sales-pipeline/stack'

/** Only the user gets into it; compose.yaml mounts what is inside. */
const FOLDER = join(LOCAL_FOLDER, 'compose')
const SECRETS = join(FOLDER, 'secrets')

export const INBOX = join(FOLDER, 'inbox')

/** Where the services find the databases, inside the network of the containers. */
const DATABASE_URLS = {
  'bridge-database-url': (password: string) => `postgres://bridge:${password}@source-database:5432/source`,
  'results-database-url': (password: string) => `postgres://results:${password}@results-database:5432/results`
}

/** Makes the passwords and the inbox. What is there already stays: databases were made with it. */
export async function prepareFiles(): Promise<void> {
  await mkdir(SECRETS, { recursive: true })
  await chmod(FOLDER, 0o700)
  await mkdir(INBOX, { recursive: true })
  // The containers' users are not ours: inside the folder above, modes keep nobody out.
  await chmod(INBOX, 0o777)
  for (const admin of ['source-admin', 'results-admin', 'source']) await secret(`${admin}-password`, newPassword)
  const bridge = await secret('bridge-password', newPassword)
  const results = await secret('results-password', newPassword)
  await secret('bridge-database-url', () => DATABASE_URLS['bridge-database-url'](bridge))
  await secret('results-database-url', () => DATABASE_URLS['results-database-url'](results))
}

export function readSecret(name: string): Promise<string> {
  return readFile(join(SECRETS, name), 'utf8')
}

async function secret(name: string, make: () => string): Promise<string> {
  const file = join(SECRETS, name)
  if (!existsSync(file)) await writeFile(file, make(), { mode: 0o444 })
  return readFile(file, 'utf8')
}

/** Random, and of characters that need no quoting in SQL or a URL. */
function newPassword(): string {
  return randomBytes(18).toString('base64url')
}
