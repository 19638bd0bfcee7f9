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

const POM = join(import.meta.dirname, '../pom.xml')

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

/**
 * Kafka and the registry, through Maven, once for each pom.xml. What is half fetched lies under a name of its own and is
 * renamed when whole, so that neither a crash nor a second start at the same time leaves a broken cache.
 */
export async function fetchJavaParts(cache: string, progress: Progress, signal: AbortSignal): Promise<JavaParts> {
  const hash = createHash('sha256')
    .update(await readFile(POM))
    .digest('hex')
    .slice(0, 12)
  const folder = join(cache, `java-${hash}`)
  if (!existsSync(folder)) {
    requirePrograms(['mvn', 'flock'])
    await mkdir(cache, { recursive: true })
    await removeAbandoned(cache)
    const step = { begin: `downloading Kafka and Apicurio Registry (150 MB, once) into ${cache}`, end: 'downloaded' }
    await timed(progress, 'maven', step, () => download(cache, folder, signal))
  }
  return { kafka: join(folder, 'kafka'), registry: join(folder, 'registry'), archives: join(folder, 'archives') }
}

async function download(cache: string, folder: string, signal: AbortSignal): Promise<void> {
  const partial = `${folder}.${process.pid}.partial`
  try {
    await mkdir(join(partial, 'archives'), { recursive: true })
    await runMaven(cache, partial, signal)
    await rename(partial, folder).catch((error: unknown) => {
      // Somebody else was first: theirs is as good.
      if (!existsSync(folder)) throw error
    })
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
}

async function runMaven(cache: string, into: string, signal: AbortSignal): Promise<void> {
  // Two Mavens must not fill the same local repository at once; the kernel frees this lock when its holder dies.
  const locked = ['--no-fork', '--wait', '900', join(cache, 'fetch.lock')]
  const maven = ['mvn', '-B', '-q', '-ntp', '-f', POM, `-Dinto=${into}`, 'package']
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
