import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Why a termination signal was aborted. */
export class Terminated extends Error {
  readonly exitCode: number

  constructor(signal: (typeof SIGNALS)[number]) {
    super(`Stopped by ${signal}`)
    this.exitCode = 128 + constants.signals[signal]
  }
}

/**
 * Aborted, with a Terminated as reason, by Ctrl-C, kill or the end of the terminal: time to stop what was started, in order. The
 * second Ctrl-C ends us at once, and the kernel ends our children.
 */
export function terminationSignal(): AbortSignal {
  const controller = new AbortController()
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const reason = new Terminated(signal)
      if (controller.signal.aborted && signal === 'SIGINT') process.exit(reason.exitCode)
      controller.abort(reason)
    })
  }
  return controller.signal
}

/** Calls back once when the process that started us has ended. For what makes no sense without it; does not keep us alive. */
export function onOrphaned(react: () => void): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    react()
  }, 500)
  watch.unref()
}
