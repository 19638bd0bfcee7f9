import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { LOCAL_FOLDER, terminationSignal } from '@sales-pipeline/stack'
import { describeEndpoints, readEndpoints, type PipelineEndpoints } from '../pipeline/endpoints.ts'
import { printedProgress } from '../terminal/progress.ts'
import { ENDPOINTS_FILE, runningSupervisor, SUPERVISOR_LOG } from './files.ts'
import type { Message } from './messages.ts'

const MAIN = join(import.meta.dirname, '../main.ts')

/** Starts the pipeline, empty, in the background, waits until it is ready, and prints where everything is. */
export async function up(): Promise<number> {
  const supervisor = runningSupervisor()
  if (supervisor !== undefined) return alreadyUp(supervisor)
  const signal = terminationSignal()
  const child = startSupervisor()
  const stop = (): void => {
    console.log('Stopping …')
    child.kill('SIGTERM')
  }
  signal.addEventListener('abort', stop)
  const endpoints = await ready(child)
  if (endpoints === undefined) return 1
  child.disconnect()
  child.unref()
  console.log('\nThe pipeline is up, and empty. `make down` stops it.\n')
  printEndpoints(endpoints)
  return 0
}

function alreadyUp(supervisor: number): number {
  if (!existsSync(ENDPOINTS_FILE)) {
    console.error(
      `The pipeline is just starting or stopping under pid ${supervisor}: ${SUPERVISOR_LOG} tells how far it is.`
    )
    return 1
  }
  console.log(`The pipeline is already up, under pid ${supervisor}. \`make down\` stops it.\n`)
  printEndpoints(readEndpoints(ENDPOINTS_FILE))
  return 0
}

/** A session of its own: it outlives us and the terminal. */
function startSupervisor(): ChildProcess {
  mkdirSync(LOCAL_FOLDER, { recursive: true })
  const log = openSync(SUPERVISOR_LOG, 'w')
  const child = spawn(process.execPath, [MAIN, 'supervise'], { detached: true, stdio: ['ignore', log, log, 'ipc'] })
  closeSync(log)
  return child
}

/** Prints the supervisor's news until the pipeline is ready; undefined if it never is. */
async function ready(child: ChildProcess): Promise<PipelineEndpoints | undefined> {
  const { promise, resolve } = Promise.withResolvers<PipelineEndpoints>()
  child.on('message', (message) => {
    const news = message as Message
    if (news.kind === 'progress') printedProgress(news.part, news.news)
    else if (news.kind === 'ready') resolve(news.endpoints)
    else console.error(`\n${news.message}`)
  })
  // Not its exit alone: what it said last may still be on the way.
  const ended = Promise.all([once(child, 'disconnect'), once(child, 'exit')]).then(() => undefined)
  return Promise.race([promise, ended])
}

function printEndpoints(endpoints: PipelineEndpoints): void {
  for (const line of describeEndpoints(endpoints, ENDPOINTS_FILE)) console.log(line)
}
