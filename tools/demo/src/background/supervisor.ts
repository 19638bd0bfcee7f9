import { terminationSignal, Terminated } from '@sales-pipeline/stack'
import { startPipeline } from '../pipeline/pipeline.ts'
import { pipelinePorts } from '../pipeline/ports.ts'
import { writeEndpoints } from '../pipeline/endpoints.ts'
import { claimSupervision, ENDPOINTS_FILE, INBOX, removeRunFiles, RUN_NAME } from './files.ts'
import type { Message } from './messages.ts'

/**
 * Owns every process of a pipeline in the background, from `make up` to `make down`: a service that crashes is started again; when a
 * server of the stack ends, so does all. Killed by SIGKILL it leaves no process behind, as each child ends with its parent.
 */
export async function supervise(): Promise<number> {
  try {
    claimSupervision()
  } catch (error) {
    return failed(error)
  }
  try {
    await runUntilTerminated()
    return 0
  } catch (error) {
    return error instanceof Terminated ? 0 : failed(error)
  } finally {
    removeRunFiles()
    // The channel would keep us alive.
    if (process.connected) process.disconnect()
  }
}

async function runUntilTerminated(): Promise<void> {
  const terminated = terminationSignal()
  const starter = new AbortController()
  // Whoever gives up waiting for the start does not want it.
  const abandon = (): void => {
    starter.abort(new Error('make up ended before the pipeline was ready'))
  }
  process.once('disconnect', abandon)
  const pipeline = await startPipeline({
    name: RUN_NAME,
    ports: pipelinePorts(process.env),
    inbox: INBOX,
    onCrash: 'restart',
    progress: (part, news) => {
      tell({ kind: 'progress', part, news })
    },
    signal: AbortSignal.any([terminated, starter.signal])
  })
  process.off('disconnect', abandon)
  try {
    writeEndpoints(ENDPOINTS_FILE, pipeline.endpoints)
    tell({ kind: 'ready', endpoints: pipeline.endpoints })
    await Promise.race([pipeline.failed, whenAborted(terminated)])
  } finally {
    log('stopping')
    await pipeline.stop()
    log('stopped')
  }
}

function failed(error: unknown): number {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  return 1
}

/** To the log, and to `make up` while it listens. */
function tell(message: Message): void {
  if (message.kind === 'progress') log(`${message.part}: ${message.news}`)
  else if (message.kind === 'failed') log(message.message)
  else log('ready')
  if (process.connected) process.send?.(message)
}

function log(line: string): void {
  console.log(`${new Date().toISOString()} ${line}`)
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => {
      resolve()
    })
  })
}
