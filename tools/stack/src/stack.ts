import { exitCode } from './child.ts'
import { createDatabases, type DatabaseUrls } from './databases.ts'
import { cacheFolder, fetchJavaParts } from './fetch.ts'
import { claimFolder, type StackFolder } from './folders.ts'
import { startKafka } from './kafka.ts'
import type { Part, Surroundings } from './part.ts'
import { HOST, requireFreePorts, type Ports } from './ports.ts'
import { startPostgres } from './postgres.ts'
import { javaVersion, requirePrograms } from './prerequisites.ts'
import { noProgress, timed, type Progress } from './progress.ts'
import { endOfLog } from './readiness.ts'
import { registryUrl, startRegistry } from './registry.ts'

export interface StackOptions {
  /** The folder under .local that holds its data and logs. Emptied at the start. */
  readonly name: string
  readonly ports: Ports
  /** Default: silent. */
  readonly progress?: Progress
  /** Aborting it gives up a start that is under way. Afterwards it means nothing: call stop(). */
  readonly signal?: AbortSignal
}

export interface Endpoints extends DatabaseUrls {
  /** host:port */
  readonly kafkaBootstrap: string
  /** The Confluent-compatible API. */
  readonly registryUrl: string
  /** The administrator's, for tests that create databases. */
  readonly postgresUrl: string
}

export interface Stack {
  readonly endpoints: Endpoints
  /** The folder that the log files are in. */
  readonly logs: string
  /** The processes, for measurements and for tests of an outage. */
  readonly pids: Readonly<Record<string, number>>
  /** Rejects, quoting the log, when one of the servers ends before stop() is called. Otherwise never settles. */
  readonly failed: Promise<never>
  /** Ends all servers in order and removes their data; the logs stay. Asking twice does no harm. */
  stop(): Promise<void>
  /** Removes the logs too. */
  removeLogs(): Promise<void>
}

/**
 * Starts Kafka, the registry and Postgres side by side, on 127.0.0.1, empty, and answers when all of them do. If one fails, or the
 * signal is aborted, all are stopped before this rejects.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { progress = noProgress, signal = new AbortController().signal } = options
  requirePrograms(['java', 'setpriv'])
  const java = await fetchJavaParts(cacheFolder(process.env), progress, signal)
  await requireFreePorts(options.ports)
  const folder = await claimFolder(options.name)
  const parts: Part[] = []
  const failure = new AbortController()
  const around: Surroundings = {
    folder,
    signal: AbortSignal.any([signal, failure.signal]),
    started: (part) => parts.push(part)
  }

  const { ports } = options
  const version = await javaVersion()
  const starts = [
    starting('kafka', ports.kafka, () => startKafka(java, version, ports, around)),
    starting('registry', ports.registry, () => startRegistry(java, version, ports.registry, around)),
    starting('postgres', ports.postgres, () => startPostgres(ports.postgres, around).then(withDatabases))
  ] as const
  const stop = once(() => stopAll(parts, folder))

  try {
    const [, , postgres] = await Promise.all(starts)
    const endpoints = {
      kafkaBootstrap: `${HOST}:${ports.kafka}`,
      registryUrl: registryUrl(ports.registry),
      ...postgres
    }
    return running(parts, endpoints, { folder, stop })
  } catch (error) {
    failure.abort(error)
    await Promise.allSettled(starts)
    await stop()
    throw error
  }

  function starting<T>(part: string, port: number, start: () => Promise<T>): Promise<T> {
    return timed(progress, part, { begin: 'starting', end: 'ready', detail: `${HOST}:${port}` }, start)
  }
}

async function withDatabases(postgresUrl: string): Promise<DatabaseUrls & { postgresUrl: string }> {
  return { postgresUrl, ...(await createDatabases(postgresUrl)) }
}

async function stopAll(parts: readonly Part[], folder: StackFolder): Promise<void> {
  await Promise.all(parts.map((part) => part.stop()))
  await folder.removeData()
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined
  return () => (result ??= work())
}

function running(
  parts: readonly Part[],
  endpoints: Endpoints,
  { folder, stop }: { folder: StackFolder; stop: () => Promise<void> }
): Stack {
  let stopping = false
  const failed = new Promise<never>((_, reject) => {
    for (const { child } of parts) {
      void child.exited.then((exit) => {
        if (!stopping)
          reject(new Error(`${child.name} ended with code ${exitCode(exit)} while it was needed.${endOfLog(child)}`))
      })
    }
  })
  // Nobody need listen.
  failed.catch(() => undefined)
  return {
    endpoints,
    logs: folder.logs,
    pids: Object.fromEntries(parts.map(({ child }) => [child.name, child.pid])),
    failed,
    stop: () => {
      stopping = true
      return stop()
    },
    removeLogs: () => folder.remove()
  }
}
