import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  freePorts,
  HOST,
  SERVICE_NODE_FLAGS,
  spawnChild,
  stackOfCommand,
  waitUntilReady,
  type Child,
  type Exit
} from '@sales-pipeline/stack'

const SERVICES = join(import.meta.dirname, '../../../services')

export interface ServiceProcess extends AsyncDisposable {
  readonly pid: number
  /** Serves /healthz, /readyz and /metrics. */
  readonly opsUrl: string
  /** All that it has printed so far, earlier lives before restart() included. */
  readonly logs: string
  /** Settles when it has ended, however it did. */
  readonly exited: Promise<Exit>
  /** Waits until /readyz says yes. Rejects, quoting the logs, when it ends first or takes longer (default 30,000 ms). */
  ready(timeoutMs?: number): Promise<void>
  kill(signal: NodeJS.Signals): void
  /** Ends it in order, as a deployment would. */
  stop(): Promise<Exit>
  /** Starts it again, once it has ended, with the same environment and the same port. */
  restart(): Promise<ServiceProcess>
}

let spawned = 0

/**
 * Runs services/<name>/src/main.ts as a process of its own, which cannot outlive this one. It sees only the given environment, PATH
 * and HOME. `await using service = await spawnService(…)` stops it at the end of the block.
 */
export async function spawnService(name: string, env: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const { PATH = '', HOME = '' } = process.env
  const [opsPort] = await freePorts(1)
  spawned += 1
  const logFile = join(stackOfCommand(process.env).logs, `${name}-${process.pid}-${spawned}.log`)
  return start(name, { PATH, HOME, OPS_PORT: String(opsPort), OPS_HOST: HOST, ...env }, logFile)
}

async function start(name: string, env: Readonly<Record<string, string>>, logFile: string): Promise<ServiceProcess> {
  const main = join(SERVICES, name, 'src/main.ts')
  const child = await spawnChild({
    name,
    command: process.execPath,
    args: [...SERVICE_NODE_FLAGS, main],
    env,
    logFile,
    background: true
  })
  const opsUrl = `http://${env['OPS_HOST'] ?? HOST}:${env['OPS_PORT'] ?? ''}`
  return {
    pid: child.pid,
    opsUrl,
    get logs() {
      return readFileSync(logFile, 'utf8')
    },
    get exited() {
      return child.exited
    },
    ready: (timeoutMs = 30_000) => ready(child, opsUrl, timeoutMs),
    kill: (signal) => {
      child.kill(signal)
    },
    stop: () => child.stop(),
    restart: async () => {
      await child.exited
      return start(name, env, logFile)
    },
    [Symbol.asyncDispose]: async () => {
      await child.stop()
    }
  }
}

function ready(child: Child, opsUrl: string, timeoutMs: number): Promise<void> {
  const ask = async (): Promise<void> => {
    const response = await fetch(`${opsUrl}/readyz`, { signal: AbortSignal.timeout(2000) })
    const verdict = await response.text()
    if (!response.ok) throw new Error(verdict.trim())
  }
  return waitUntilReady(child, ask, { timeoutMs, signal: new AbortController().signal })
}
