import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { exitCode, type Child } from './child.ts'

export interface Patience {
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/**
 * Asks until the child answers. Fails, quoting the end of its log, when it ends first or the time is up; rejects with the
 * signal's reason when aborted.
 */
export async function waitUntilReady(child: Child, ask: () => Promise<void>, patience: Patience): Promise<void> {
  const deadline = performance.now() + patience.timeoutMs
  for (;;) {
    patience.signal.throwIfAborted()
    const refusal = await ask().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error))
    )
    // Asked before checked: another program might answer on the port of a child that could not get it.
    if (!child.running) {
      throw new Error(
        `${child.name} ended with code ${exitCode(await child.exited)} before it was ready.${endOfLog(child)}`
      )
    }
    if (refusal === undefined) return
    if (performance.now() > deadline) {
      throw new Error(
        `${child.name} was not ready within ${patience.timeoutMs / 1000} s; last answer: ${refusal}.${endOfLog(child)}`
      )
    }
    await delay(50)
  }
}

/** The last lines that a child has logged, with the name of the file, ready to follow a sentence. */
export function endOfLog({ logFile }: Child, lines = 15): string {
  if (logFile === undefined) return ''
  const text = readFileSync(logFile, 'utf8').trimEnd()
  if (text === '') return ` Its log ${logFile} is empty.`
  return ` The end of ${logFile}:\n${text.split('\n').slice(-lines).join('\n')}`
}
