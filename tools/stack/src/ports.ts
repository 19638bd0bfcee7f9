import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/** Everything listens here, and nowhere else. */
export const HOST = '127.0.0.1'

export interface Ports {
  readonly kafka: number
  readonly kafkaController: number
  readonly registry: number
  readonly postgres: number
}

/** The environment variable that sets each port, and its default. */
const SETTINGS: Readonly<Record<keyof Ports, { readonly variable: string; readonly default: number }>> = {
  kafka: { variable: 'SALES_STACK_KAFKA_PORT', default: 19092 },
  kafkaController: { variable: 'SALES_STACK_KAFKA_CONTROLLER_PORT', default: 19093 },
  registry: { variable: 'SALES_STACK_REGISTRY_PORT', default: 18081 },
  postgres: { variable: 'SALES_STACK_POSTGRES_PORT', default: 15432 }
}

/** The well-known ports, or what the environment sets instead. */
export function configuredPorts(env: NodeJS.ProcessEnv): Ports {
  return portsBy(({ variable, default: port }) => readPort(variable, env[variable], port))
}

/** Refuses ports that are in use, naming who holds each and the variable that moves ours. */
export async function requireFreePorts(ports: Ports): Promise<void> {
  for (const part of Object.keys(SETTINGS) as (keyof Ports)[]) {
    await requireFreePort(ports[part], part, SETTINGS[part].variable)
  }
}

/** Refuses a port that is in use, naming who holds it and the variable that moves ours. */
export async function requireFreePort(port: number, user: string, variable: string): Promise<void> {
  if (await isFree(port)) return
  const holder = holderOf(port)
  const held = holder === undefined ? 'another program' : `pid ${holder.pid} (${holder.command})`
  throw new Error(`Port ${port} for ${user} is in use by ${held}. End that program, or set ${variable} to a free port.`)
}

/**
 * Ports that were free a moment ago, below the range that the kernel hands out to outgoing connections (32768 and up), so that
 * none of those takes one before we listen on it.
 */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  for (let attempt = 0; found.size < count; attempt++) {
    if (attempt > 1000)
      throw new Error('No free port between 20000 and 32767. End some of the programs that listen there.')
    const port = 20_000 + Math.floor(Math.random() * 12_768)
    if (!found.has(port) && (await isFree(port))) found.add(port)
  }
  return [...found]
}

/** A free port for each part of a stack. */
export async function freeStackPorts(): Promise<Ports> {
  const free = await freePorts(Object.keys(SETTINGS).length)
  return portsBy(() => free.pop() ?? 0)
}

function portsBy(choose: (setting: { variable: string; default: number }) => number): Ports {
  return {
    kafka: choose(SETTINGS.kafka),
    kafkaController: choose(SETTINGS.kafkaController),
    registry: choose(SETTINGS.registry),
    postgres: choose(SETTINGS.postgres)
  }
}

/** The port that an environment variable sets, or the default. Throws, naming the variable, if it is no port. */
export function readPort(variable: string, text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65_535) throw new Error(`${variable} is "${text}". Set it to a port between 1 and 65535.`)
  return port
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => {
      resolve(false)
    })
    server.listen(port, HOST, () => {
      server.close(() => {
        resolve(true)
      })
    })
  })
}

/** Who listens on a port, as far as /proc tells us (proc(5)): a socket's inode in net/tcp, and the process that has it open. */
function holderOf(port: number): { pid: number; command: string } | undefined {
  const table = ['tcp', 'tcp6'].map((name) => ifAllowed(() => readFileSync(`/proc/net/${name}`, 'utf8'), '')).join('\n')
  const inodes = listeningInodes(table, port)
  const pid = ifAllowed(() => readdirSync('/proc'), []).find((entry) => /^\d+$/.test(entry) && hasOpen(entry, inodes))
  if (pid === undefined) return undefined
  return { pid: Number(pid), command: ifAllowed(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), 'unknown') }
}

/** The inodes of the sockets that listen on a port, from the text of /proc/net/tcp. */
export function listeningInodes(table: string, port: number): Set<string> {
  const LISTEN = '0A'
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/))
  const listening = rows.filter(([, local, , state]) => state === LISTEN && local?.endsWith(suffix) === true)
  return new Set(listening.flatMap((row) => row[9] ?? []))
}

function hasOpen(pid: string, inodes: ReadonlySet<string>): boolean {
  const files = `/proc/${pid}/fd`
  const sockets = ifAllowed(() => readdirSync(files), []).map((file) =>
    ifAllowed(() => readlinkSync(join(files, file)), '')
  )
  return sockets.some((socket) => inodes.has(/^socket:\[(\d+)\]$/.exec(socket)?.[1] ?? ''))
}

/** A process may end, or close a file, while we look; and it may be another user's. */
function ifAllowed<T>(look: () => T, otherwise: T): T {
  try {
    return look()
  } catch {
    return otherwise
  }
}
