import { watch } from 'node:fs'
import type { Logger } from '@sales-pipeline/observability'

/** However busy a folder is, it is looked at no more often than this. */
const QUIET_MS = 50

/**
 * Waits between two looks into a folder: for `fs.watch` to hint at a change, or for a time, whichever comes first. Where
 * watching is not possible (some network file systems, no inotify watches left), the time alone suffices.
 */
export class InboxHints {
  readonly #folder: string
  readonly #logger: Logger
  #hint = Promise.withResolvers<undefined>()

  constructor(folder: string, logger: Logger) {
    this.#folder = folder
    this.#logger = logger
  }

  /** Watches until the signal aborts; never throws. */
  watch(signal: AbortSignal): void {
    const blind = (error: unknown): void => {
      this.#logger.info({ err: error }, 'The inbox cannot be watched; it is looked at from time to time')
    }
    try {
      watch(this.#folder, { signal }, () => {
        this.#hint.resolve(undefined)
      }).on('error', blind)
    } catch (error) {
      blind(error)
    }
  }

  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    await this.#sleep(Math.min(QUIET_MS, milliseconds), signal)
    await Promise.race([this.#hint.promise, this.#sleep(milliseconds - QUIET_MS, signal)])
    this.#hint = Promise.withResolvers()
  }

  #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || milliseconds <= 0) {
        resolve()
        return
      }
      const end = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, milliseconds)
      signal.addEventListener('abort', end)
    })
  }
}
