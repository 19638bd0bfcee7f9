import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exitCode, freePorts, processIdentity, spawnChild } from '@sales-pipeline/stack'

const MAIN = join(import.meta.dirname, '../src/main.ts')

const PORT_VARIABLES = [
  'SALES_STACK_KAFKA_PORT',
  'SALES_STACK_KAFKA_CONTROLLER_PORT',
  'SALES_STACK_REGISTRY_PORT',
  'SALES_STACK_POSTGRES_PORT',
  'SALES_RESULTS_API_PORT',
  'SALES_PARTNER_PORT',
  'SALES_DB_CDC_BRIDGE_OPS_PORT',
  'SALES_FILE_INGESTOR_OPS_PORT',
  'SALES_SOAP_INGESTOR_OPS_PORT',
  'SALES_CITY_AGGREGATOR_OPS_PORT',
  'SALES_SALESMAN_AGGREGATOR_OPS_PORT',
  'SALES_RESULTS_API_OPS_PORT'
]

export interface Finished {
  readonly code: number
  /** stdout and stderr */
  readonly output: string
}

/** The demo's commands, on ports and in a folder of their own, so that they meet no pipeline that is up. */
export class Commands implements AsyncDisposable {
  readonly folder: string
  readonly #env: NodeJS.ProcessEnv
  #runs = 0

  private constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder
    this.#env = env
  }

  static async prepare(): Promise<Commands> {
    const folder = await mkdtemp(join(tmpdir(), 'sales-pipeline-demo-'))
    const ports = await freePorts(PORT_VARIABLES.length)
    const chosen = PORT_VARIABLES.map((variable, index) => [variable, String(ports[index])] as const)
    return new Commands(folder, { ...process.env, ...Object.fromEntries(chosen), SALES_LOCAL_FOLDER: folder })
  }

  async run(command: string): Promise<Finished> {
    const logFile = join(this.folder, `output-${this.#runs++}`)
    const child = await spawnChild({
      name: command,
      command: process.execPath,
      args: [MAIN, command],
      env: this.#env,
      logFile
    })
    const code = exitCode(await child.exited)
    return { code, output: await readFile(logFile, 'utf8') }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run('down')
    await rm(this.folder, { recursive: true })
  }
}

/** A process that is told apart from a later one with the same id. */
export interface Process {
  readonly pid: number
  readonly identity: string
  readonly command: string
}

export function isRunning({ pid, identity }: Process): boolean {
  return processIdentity(pid) === identity
}

/** A process with all that it has started, and what these have. */
export function familyOf(pid: number): Process[] {
  const children = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === pid)
  const self = processOf(pid)
  return [...(self === undefined ? [] : [self]), ...children.flatMap((child) => familyOf(Number(child)))]
}

function processOf(pid: number): Process | undefined {
  const identity = processIdentity(pid)
  const command = proc(pid, 'cmdline').replaceAll('\0', ' ')
  return identity === undefined ? undefined : { pid, identity, command }
}

/** Field 4 of /proc/<pid>/stat (proc(5)); the name before it may hold blanks. */
function parentOf(pid: string): number {
  const [, afterName = ''] = proc(pid, 'stat').split(/\) (?=[A-Z] )/)
  return Number(afterName.split(' ')[1])
}

/** Empty when the process has ended meanwhile. */
function proc(pid: number | string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
