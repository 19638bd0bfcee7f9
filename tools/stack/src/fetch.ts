import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { exitCode, spawnChild } from './child.ts'
import { isRunning } from './folders.ts'
import { requirePrograms } from './prerequisites.ts'
import { timed, type Progress } from './progress.ts'
import { endOfLog } from './readiness.ts'

/** What is fetched together, by a pom.xml of its own. */
interface Download {
  readonly pom: string
  /** The folder's name begins with it. */
  readonly name: string
  readonly begin: string
}

const JAVA: Download = {
  pom: join(import.meta.dirname, '../pom.xml'),
  name: 'java',
  begin: 'downloading Kafka and Apicurio Registry (150 MB, once)'
}
const MONGODB: Download = {
  pom: join(import.meta.dirname, '../mongodb.pom.xml'),
  name: 'mongodb',
  begin: 'downloading a stand-in for MongoDB (5 MB, once)'
}

export interface JavaParts {
  /** Holds Kafka's jars. */
  readonly kafka: string
  /** Holds the registry's runner jar. */
  readonly registry: string
  /** Where class-data archives of these jars are kept. */
  readonly archives: string
}

/** Where downloads are kept, outside of any work tree. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return env['SALES_STACK_CACHE'] ?? join(env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'sales-pipeline')
}

/** Kafka and the registry. */
export async function fetchJavaParts(cache: string, progress: Progress, signal: AbortSignal): Promise<JavaParts> {
  const folder = await fetchJars(JAVA, cache, progress, signal)
  return { kafka: join(folder, 'kafka'), registry: join(folder, 'registry'), archives: join(folder, 'archives') }
}

/** The folder with the jars of the stand-in for MongoDB. */
export async function fetchMongodb(cache: string, progress: Progress, signal: AbortSignal): Promise<string> {
  return join(await fetchJars(MONGODB, cache, progress, signal), 'jars')
}

/**
 * Jars through Maven, once for each pom.xml. What is half fetched lies under a name of its own and is renamed when whole, so
 * that neither a crash nor a second start at the same time leaves a broken cache.
 */
async function fetchJars(
  { pom, name, begin }: Download,
  cache: string,
  progress: Progress,
  signal: AbortSignal
): Promise<string> {
  const hash = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 12)
  const folder = join(cache, `${name}-${hash}`)
  if (!existsSync(folder)) {
    requirePrograms(['mvn', 'flock'])
    await mkdir(cache, { recursive: true })
    await removeAbandoned(cache)
    const step = { begin: `${begin} into ${cache}`, end: 'downloaded' }
    await timed(progress, 'maven', step, () => download(pom, cache, folder, signal))
  }
  return folder
}

async function download(pom: string, cache: string, folder: string, signal: AbortSignal): Promise<void> {
  const partial = `${folder}.${process.pid}.partial`
  try {
    await mkdir(join(partial, 'archives'), { recursive: true })
    await runMaven(pom, cache, partial, signal)
    await rename(partial, folder).catch((error: unknown) => {
      // Somebody else was first: theirs is as good.
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

async function runMaven(pom: string, cache: string, into: string, signal: AbortSignal): Promise<void> {
  // Two Mavens must not fill the same local repository at once; the kernel frees this lock when its holder dies.
  const locked = ['--no-fork', '--wait', '900', join(cache, 'fetch.lock')]
  const maven = ['mvn', '-B', '-q', '-ntp', '-f', pom, `-Dinto=${into}`, 'package']
  const child = await spawnChild({
    name: 'maven',
    command: 'flock',
    args: [...locked, ...maven],
    logFile: join(cache, 'maven.log')
  })
  const cancel = (): void => void child.stop()
  signal.addEventListener('abort', cancel)
  const code = exitCode(await child.exited)
  signal.removeEventListener('abort', cancel)
  signal.throwIfAborted()
  if (code === 0) return
  throw new Error(
    `maven ended with code ${code}. Is the network, or the mirror in ~/.m2/settings.xml, reachable?${endOfLog(child)}`
  )
}

async function removeAbandoned(cache: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    const pid = /\.(\d+)\.partial$/.exec(entry)?.[1]
    if (pid !== undefined && !isRunning(Number(pid))) await rm(join(cache, entry), { recursive: true, force: true })
  }
}
