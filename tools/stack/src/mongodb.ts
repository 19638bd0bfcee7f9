import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnChild } from './child.ts'
import { cacheFolder, fetchMongodb } from './fetch.ts'
import { smallJvm } from './java.ts'
import { READY_WITHIN_MS } from './part.ts'
import { freePorts, HOST } from './ports.ts'
import { requirePrograms } from './prerequisites.ts'
import { noProgress, timed, type Progress } from './progress.ts'
import { waitUntilReady } from './readiness.ts'

export interface MongodbOptions {
  /** The folder that its log file goes to. */
  readonly logs: string
  /** It does not keep this process running. */
  readonly background?: boolean
  /** Default: silent. */
  readonly progress?: Progress
  readonly signal?: AbortSignal
}

export interface Mongodb {
  readonly uri: string
  stop(): Promise<void>
}

/**
 * The server that MONGODB_URI names; without it a stand-in in memory, which speaks the protocol and keeps unique keys, on a free
 * port of 127.0.0.1. It has no accounts, no transactions and no disk: whatever must survive its end is not for it.
 */
export async function startMongodb(options: MongodbOptions, env = process.env): Promise<Mongodb> {
  const { progress = noProgress, signal = new AbortController().signal } = options
  const given = env['MONGODB_URI']
  if (given !== undefined && given !== '') return { uri: given, stop: () => Promise.resolve() }
  requirePrograms(['java', 'setpriv'])
  const jars = await fetchMongodb(cacheFolder(env), progress, signal)
  const [port = 0] = await freePorts(1)
  const step = { begin: 'starting', end: 'ready', detail: `${HOST}:${port}` }
  return timed(progress, 'mongodb', step, () => start(jars, port, { ...options, signal }))
}

/** It says that it is of version 5.0, but by the number of 4.2, which the driver takes no more. */
const LISTEN = `
  importPackage(Packages.de.bwaldvogel.mongo, Packages.de.bwaldvogel.mongo.backend.memory)
  var version = { getVersionArray: () => ServerVersion.MONGO_5_0.getVersionArray(), getWireVersion: () => 13 }
  new MongoServer(new MemoryBackend().version(new MongoVersion(version)))`

async function start(
  jars: string,
  port: number,
  { logs, background = false, signal }: MongodbOptions & { readonly signal: AbortSignal }
): Promise<Mongodb> {
  const listen = `${LISTEN}.bind('${HOST}', ${port})`
  const child = await spawnChild({
    name: 'mongodb',
    command: 'java',
    args: [...smallJvm(tmpdir()), '-cp', join(jars, '*'), 'org.mozilla.javascript.tools.shell.Main', '-e', listen],
    logFile: join(logs, `mongodb-${port}.log`),
    background
  })
  const stop = async (): Promise<void> => {
    await child.stop()
  }
  try {
    await waitUntilReady(child, () => askToConnect(port), { timeoutMs: READY_WITHIN_MS, signal })
  } catch (error) {
    await stop()
    throw error
  }
  return { uri: `mongodb://${HOST}:${port}`, stop }
}

async function askToConnect(port: number): Promise<void> {
  const socket = connect({ port, host: HOST })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(1000) })
  } finally {
    socket.destroy()
  }
}
