import { setTimeout as delay } from 'node:timers/promises'

export interface EventuallyOptions {
  /** Default 20,000. */
  readonly timeoutMs?: number
  /** Between one attempt and the next. Default 50. */
  readonly intervalMs?: number
}

/** Repeats an attempt until it does not throw, and answers with its result. Gives up with the last attempt's error as cause. */
export async function eventually<T>(attempt: () => T | Promise<T>, options: EventuallyOptions = {}): Promise<T> {
  const { timeoutMs = 20_000, intervalMs = 50 } = options
  const deadline = performance.now() + timeoutMs
  for (;;) {
    try {
      return await attempt()
    } catch (cause) {
      if (performance.now() > deadline) {
        const message = cause instanceof Error ? cause.message : String(cause)
        throw new Error(`Still so after ${timeoutMs / 1000} s: ${message}`, { cause })
      }
    }
    await delay(intervalMs)
  }
}
