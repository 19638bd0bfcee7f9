/**
 * Lets concurrent callers share a reading that is never older than their call: who comes while one reading runs takes part
 * in the next.
 */
export function shareNext<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | undefined
  let next: Promise<T> | undefined
  return () => {
    if (next !== undefined) return next
    if (running === undefined) return start()
    next = running.then(start, start)
    return next
  }

  function start(): Promise<T> {
    next = undefined
    const reading = read()
    running = reading
    const finish = (): void => {
      if (running === reading) running = undefined
    }
    reading.then(finish, finish)
    return reading
  }
}
