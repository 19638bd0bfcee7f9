import { setTimeout as delay } from 'node:timers/promises'
import { processIdentity } from '@sales-pipeline/stack'
import { removeRunFiles, runningSupervisor, SUPERVISOR_LOG } from './files.ts'

/** Longer than the slowest orderly stop: the first one, in which the servers write their class-data archives. */
const STOP_WITHIN_MS = 90_000

/** Stops what `make up` started. */
export async function down(): Promise<number> {
  const supervisor = runningSupervisor()
  if (supervisor === undefined) {
    removeRunFiles()
    console.log('Nothing is up.')
    return 0
  }
  process.kill(supervisor, 'SIGTERM')
  if (await hasEnded(supervisor)) {
    // Its own last act; unless something else has killed it meanwhile.
    if (runningSupervisor() === undefined) removeRunFiles()
    console.log('The pipeline is down.')
    return 0
  }
  process.kill(supervisor, 'SIGKILL')
  removeRunFiles()
  console.error(
    `The pipeline took longer than ${STOP_WITHIN_MS / 1000} s to stop, and was killed; see ${SUPERVISOR_LOG}.`
  )
  return 1
}

async function hasEnded(supervisor: number): Promise<boolean> {
  const deadline = performance.now() + STOP_WITHIN_MS
  const identity = processIdentity(supervisor)
  while (identity !== undefined && processIdentity(supervisor) === identity) {
    if (performance.now() > deadline) return false
    await delay(50)
  }
  return true
}
