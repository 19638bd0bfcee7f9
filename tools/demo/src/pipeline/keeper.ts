import { setTimeout as delay } from 'node:timers/promises'
import {
  endOfLog,
  exitCode,
  spawnChild,
  waitUntilReady,
  type Child,
  type ChildOptions,
  type Progress
} from '@sales-pipeline/stack'
import { afterCrash, NO_CRASHES } from './restarts.ts'

/** What happens when a process ends although nobody asked it to: it is started again, or all is given up. */
export type OnCrash = 'restart' | 'give-up'

export interface KeptProcess {
  readonly name: string
  /** Rejects, quoting the log, when it ended and is not started again. Otherwise never settles. */
  readonly failed: Promise<never>
  /** Ends it in order. Asking twice does no harm. */
  stop(): Promise<void>
}

export interface KeeperOptions {
  readonly process: ChildOptions
  readonly onCrash: OnCrash
  /** Throws as long as the process is not ready. */
  readonly ask: () => Promise<void>
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly progress: Progress
  /** Told as soon as the process exists, so that it is stopped even if it never gets ready. */
  readonly started: (kept: KeptProcess) => void
}

/**
 * Starts a process and answers when it is ready. It must get ready at the first attempt: what cannot start is a mistake to be
 * shown, with the end of its log. Crashes that come later are treated as asked.
 */
export async function keepProcess(options: KeeperOptions): Promise<void> {
  const { process, signal, timeoutMs, progress } = options
  const began = performance.now()
  const keeper = new Keeper(options, await spawnChild(process))
  options.started(keeper)
  await waitUntilReady(keeper.child, options.ask, { timeoutMs, signal })
  progress(process.name, `ready in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  keeper.watch()
}

class Keeper implements KeptProcess {
  readonly failed: Promise<never>
  readonly #options: KeeperOptions
  readonly #stop = new AbortController()
  readonly #fail: (error: unknown) => void
  #startedAt = performance.now()
  child: Child

  constructor(options: KeeperOptions, child: Child) {
    this.#options = options
    this.child = child
    const { promise, reject } = Promise.withResolvers<never>()
    this.failed = promise
    this.#fail = reject
    // Nobody need listen.
    promise.catch(() => undefined)
  }

  get name(): string {
    return this.child.name
  }

  watch(): void {
    this.#watch().catch(this.#fail)
  }

  isStopping(): boolean {
    return this.#stop.signal.aborted
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.child.stop()
  }

  async #watch(): Promise<void> {
    let crashes = NO_CRASHES
    for (;;) {
      const exit = await this.child.exited
      if (this.isStopping()) return
      const what = `ended with code ${exitCode(exit)}`
      if (this.#options.onCrash === 'give-up') throw new Error(`${this.name} ${what}.${endOfLog(this.child)}`)
      crashes = afterCrash(crashes, performance.now() - this.#startedAt)
      this.#options.progress(this.name, `${what}, starts again in ${crashes.delayMs / 1000} s.${endOfLog(this.child)}`)
      await delay(crashes.delayMs, undefined, { signal: this.#stop.signal }).catch(() => undefined)
      if (this.isStopping()) return
      this.#startedAt = performance.now()
      const child = await spawnChild(this.#options.process)
      this.child = child
      // Asked to stop while it was being spawned.
      if (this.isStopping()) await child.stop()
    }
  }
}
