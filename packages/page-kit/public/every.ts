/** Does something now and then, one after the other, while somebody may see it; at once when they come back. */
export function every(intervalMs: number, work: () => Promise<void>, left: AbortSignal): void {
  let timer = 0
  const next = (): void => {
    window.clearTimeout(timer)
    if (!left.aborted && document.visibilityState === 'visible') timer = window.setTimeout(run, intervalMs)
  }
  const run = (): void => {
    void work().finally(next)
  }
  document.addEventListener(
    'visibilitychange',
    () => {
      window.clearTimeout(timer)
      if (document.visibilityState === 'visible') run()
    },
    { signal: left }
  )
  left.addEventListener('abort', () => {
    window.clearTimeout(timer)
  })
  next()
}
