import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LOCAL_FOLDER, processIdentity } from '@sales-pipeline/stack'

/** The folder under .local of the pipeline that `make up` starts. */
export const RUN_NAME = 'up'
export const ENDPOINTS_FILE = join(LOCAL_FOLDER, 'endpoints.json')
export const SUPERVISOR_LOG = join(LOCAL_FOLDER, 'supervisor.log')
/** Not in the folder of the run: what users drop here is theirs, and is never removed. */
export const INBOX = join(LOCAL_FOLDER, 'inbox')

const PID_FILE = join(LOCAL_FOLDER, 'supervisor.pid')

/** The supervisor that runs, if one does. The pid of one that was killed counts for nothing, nor does a pid used again. */
export function runningSupervisor(): number | undefined {
  const identity = textOf(PID_FILE)
  if (identity === undefined) return undefined
  const pid = Number.parseInt(identity)
  return processIdentity(pid) === identity ? pid : undefined
}

/** Notes this process as the supervisor. Throws while another one runs. */
export function claimSupervision(): void {
  mkdirSync(LOCAL_FOLDER, { recursive: true })
  const other = runningSupervisor()
  if (other !== undefined) throw new Error(`The pipeline is already up, or starting, under pid ${other}.`)
  removeRunFiles()
  // wx: of two that start at the same moment, one gets it.
  writeFileSync(PID_FILE, processIdentity(process.pid) ?? '', { flag: 'wx' })
}

export function removeRunFiles(): void {
  rmSync(ENDPOINTS_FILE, { force: true })
  rmSync(PID_FILE, { force: true })
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
