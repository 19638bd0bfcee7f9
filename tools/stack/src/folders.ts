import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, chown, lstat, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { succeedsAs, type Account } from './account.ts'

/** Data and logs of everything local lie here, ignored by git. */
export const LOCAL_FOLDER = process.env['SALES_LOCAL_FOLDER'] ?? join(import.meta.dirname, '../../../.local')

const ONE_DAY_MS = 86_400_000

/** Inside the folder of a stack. */
const LOGS = 'logs'

const UID = process.getuid?.() ?? 0
/** For what an account must reach that cannot get to the work tree. */
const REACHABLE = `/var/tmp/sales-pipeline-${UID}`

/** The folder of one running stack. */
export interface StackFolder {
  readonly path: string
  readonly logs: string
  /** A new folder inside it. */
  make(name: string): Promise<string>
  /** A folder that only the account can read: inside, or, where the account cannot get there, under /var/tmp. */
  makeFor(account: Account, name: string): Promise<string>
  /** Leaves the logs and gives the folder up. */
  removeData(): Promise<void>
  remove(): Promise<void>
}

/**
 * Takes a folder under .local for this process and empties it: the state of a stack does not survive it. Refuses while the
 * process that took it last still runs. A name `run-…<pid>` is a test's: it is cleared away some time after that process.
 */
export async function claimFolder(name: string): Promise<StackFolder> {
  const path = join(LOCAL_FOLDER, name)
  await mkdir(LOCAL_FOLDER, { recursive: true })
  const owner = ownerOf(path)
  if (owner !== undefined) {
    throw new Error(`"${name}" already runs, started by pid ${owner}. Stop it first (make down, or kill ${owner}).`)
  }
  await removeAbandonedRuns()
  await removeFolder(path)
  const logs = join(path, LOGS)
  await mkdir(logs, { recursive: true })
  await writeFile(ownerFile(path), processIdentity(process.pid) ?? '')
  return {
    path,
    logs,
    make: async (part) => {
      await mkdir(join(path, part))
      return join(path, part)
    },
    makeFor: (account, part) => makeFor(path, account, part),
    removeData: () => removeData(path),
    remove: () => removeFolder(path)
  }
}

/** Under /var/tmp: reachable for every account, whatever the permissions on the way to the work tree; survives a reboot. */
export async function reachableFolder(): Promise<string> {
  await mkdir(REACHABLE, { recursive: true })
  const found = await lstat(REACHABLE)
  // Anybody may create names in /var/tmp: never use what another user has put there.
  if (!found.isDirectory() || found.uid !== UID) throw new Error(`${REACHABLE} belongs to another user. Remove it.`)
  await chmod(REACHABLE, 0o711)
  return REACHABLE
}

/** Whether a process with this id exists. */
export function isRunning(pid: number): boolean {
  return existsSync(`/proc/${pid}`)
}

async function makeFor(path: string, account: Account, part: string): Promise<string> {
  const parent = succeedsAs(account, 'test', '-x', path) ? path : await outsideOf(path)
  const folder = join(parent, part)
  await mkdir(folder, { mode: 0o700 })
  await chown(folder, account.uid, account.gid)
  return folder
}

async function outsideOf(path: string): Promise<string> {
  await reachableFolder()
  const folder = outsideName(path)
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o711)
  return folder
}

function outsideName(path: string): string {
  return join(REACHABLE, createHash('sha256').update(path).digest('hex').slice(0, 16))
}

async function removeFolder(path: string): Promise<void> {
  await rm(outsideName(path), { recursive: true, force: true })
  await rm(path, { recursive: true, force: true })
}

async function removeData(path: string): Promise<void> {
  await rm(outsideName(path), { recursive: true, force: true })
  const data = (await readdir(path).catch(() => [])).filter((entry) => entry !== LOGS)
  await Promise.all(data.map((entry) => rm(join(path, entry), { recursive: true, force: true })))
}

/** What runs of the tests have left that were killed: their data at once, their logs after a day. */
async function removeAbandonedRuns(): Promise<void> {
  for (const entry of await readdir(LOCAL_FOLDER)) {
    const pid = /^run-.*?(\d+)$/.exec(entry)?.[1]
    if (pid === undefined || isRunning(Number(pid))) continue
    const path = join(LOCAL_FOLDER, entry)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }))
    await (Date.now() - mtimeMs > ONE_DAY_MS ? removeFolder(path) : removeData(path))
  }
}

function ownerFile(path: string): string {
  return join(path, 'owner')
}

/** The process that holds the folder, if it still runs. */
function ownerOf(path: string): number | undefined {
  if (!existsSync(ownerFile(path))) return undefined
  const identity = readFileSync(ownerFile(path), 'utf8')
  const pid = Number.parseInt(identity)
  return processIdentity(pid) === identity ? pid : undefined
}

/**
 * Ids are used again: a process is told apart by its id and its start time, field 22 of /proc/<pid>/stat (proc(5)). Undefined once it
 * has ended, even where nobody collects its exit code (a zombie).
 */
export function processIdentity(pid: number): string | undefined {
  const [state, ...fields] = fieldsAfterName(pid)
  return state === undefined || state === 'Z' ? undefined : `${pid} ${fields[18] ?? ''}`
}

/** Fields 3 and following of /proc/<pid>/stat; none when there is no such process. */
function fieldsAfterName(pid: number): string[] {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(/\) (?=[A-Z] )/)
    return fields.split(' ')
  } catch {
    return []
  }
}
