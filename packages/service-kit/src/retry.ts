import pRetry from 'p-retry'

export interface RetryOptions {
  /** Ends the waiting: the promise then rejects with the signal's reason. */
  readonly signal: AbortSignal
  /** Whether waiting helps. Every other error is thrown at once. */
  readonly isOutage: (error: unknown) => boolean
  /** Told before each wait, with the number of the failed attempt (from 1). */
  readonly onRetry?: (error: unknown, attempt: number, delayMs: number) => void
  /** First delay, doubled each time: 100 ms unless given. */
  readonly minDelayMs?: number
  /** Longest delay: 10 s unless given. */
  readonly maxDelayMs?: number
}

/** What an attempt threw, with the verdict, so that p-retry's own opinion of errors never counts. */
class Failure extends Error {
  readonly thrown: unknown
  readonly isOutage: boolean

  constructor(thrown: unknown, isOutage: boolean) {
    super('attempt failed')
    this.thrown = thrown
    this.isOutage = isOutage
  }
}

/**
 * Attempts `fn` until it succeeds, for as long as the outage lasts, with exponential backoff and jitter.
 * A result that arrives after the abort is still returned: what was done is done.
 */
export async function retryForever<T>(fn: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { signal, isOutage, onRetry, minDelayMs = 100, maxDelayMs = 10_000 } = options
  let done: { readonly value: T } | undefined
  const attemptOnce = async (attempt: number) => {
    try {
      done = { value: await fn(attempt) }
    } catch (error) {
      throw new Failure(error, isOutage(error))
    }
  }
  try {
    await pRetry(attemptOnce, {
      signal,
      retries: Number.POSITIVE_INFINITY,
      randomize: true,
      minTimeout: minDelayMs,
      // p-retry cuts the jitter off at the longest delay, so that delay is chosen at random too.
      maxTimeout: maxDelayMs * (0.75 + Math.random() / 4),
      shouldRetry: ({ error }) => error instanceof Failure && error.isOutage,
      onFailedAttempt: ({ error, attemptNumber, retryDelay }) => {
        if (error instanceof Failure && error.isOutage) onRetry?.(error.thrown, attemptNumber, retryDelay)
      }
    })
  } catch (error) {
    if (done === undefined) throw error instanceof Failure ? error.thrown : error
  }
  return (done as { readonly value: T }).value
}
