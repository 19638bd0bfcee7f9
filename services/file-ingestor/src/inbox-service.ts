import type { Component, Service } from '@sales-pipeline/service-kit'
import { retryForever } from '@sales-pipeline/service-kit'
import type { Logger } from '@sales-pipeline/observability'
import { settle, type Candidate, type Sighting } from './core/settling.ts'
import { advance } from './file-life.ts'
import type { Backlog } from './metrics.ts'
import type { Listing } from './ports.ts'
import type { World } from './world.ts'

export interface InboxOptions {
  readonly settleMs: number
  readonly scanIntervalMs: number
  /** Told that the loop turns. */
  readonly onProgress: () => void
}

interface Hints {
  watch(signal: AbortSignal): void
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** Names of files left alone that are remembered, so that each is logged once. */
const MOST_REMEMBERED = 10_000

/** Looks into the inbox, and takes the files at rest, one at a time, oldest first. */
export class InboxService implements Service, Backlog {
  readonly name = 'inbox'
  readonly #world: World
  readonly #options: InboxOptions
  readonly #hints: Hints
  readonly #health: Component
  readonly #logger: Logger
  readonly #toldOf = new Set<string>()
  #sightings: ReadonlyMap<string, Sighting> = new Map()

  constructor(world: World, options: InboxOptions, hints: Hints, health: Component, logger: Logger) {
    this.#world = world
    this.#options = options
    this.#hints = hints
    this.#health = health
    this.#logger = logger
  }

  files(): number {
    return this.#sightings.size
  }

  oldestSeconds(): number {
    const now = this.#world.now()
    return [...this.#sightings.values()].reduce((age, { since }) => Math.max(age, now - since), 0) / 1000
  }

  async run(signal: AbortSignal): Promise<void> {
    this.#hints.watch(signal)
    while (!signal.aborted) {
      this.#options.onProgress()
      const pause = await this.#waitingOutTheDisk(signal, () => this.#round(signal))
      if (pause > 0) await this.#hints.wait(pause, signal)
    }
  }

  /** Nothing of a round is remembered but in checkpoints, so that after an I/O error it is simply done again. */
  async #waitingOutTheDisk(signal: AbortSignal, round: () => Promise<number>): Promise<number> {
    try {
      return await retryForever(round, {
        signal,
        isOutage: isDiskTrouble,
        onRetry: (error, attempt, delayMs) => {
          const reason = `the inbox cannot be worked on: ${(error as Error).message}`
          this.#health.notReady(reason)
          this.#options.onProgress()
          this.#logger.warn({ err: error, attempt, delayMs }, `${reason}; retrying`)
        }
      })
    } catch (error) {
      if (signal.aborted) return 0
      throw error
    }
  }

  /** @returns ms until the next look; 0: at once */
  async #round(signal: AbortSignal): Promise<number> {
    const { folder, progress } = this.#world
    const listing = await folder.list()
    this.#tellOfTheRest(listing)
    const started = this.#world.now()
    const { sightings, ready, nextAt } = settle(this.#sightings, listing.candidates, started, this.#options.settleMs)
    this.#sightings = sightings
    for (const name of progress.names()) {
      if (!sightings.has(name)) await advance(name, false, this.#world, signal)
    }
    this.#health.ready()
    if (await this.#take(ready, started, signal)) return 0
    const pause = Math.min(this.#options.scanIntervalMs, (nextAt ?? Infinity) - this.#world.now())
    return Math.max(pause, 1)
  }

  /** @returns whether the inbox is to be looked at again at once: there was work, and more may have come meanwhile */
  async #take(ready: readonly Candidate[], started: number, signal: AbortSignal): Promise<boolean> {
    for (const { name } of ready) {
      await advance(name, true, this.#world, signal)
      this.#sightings = without(this.#sightings, name)
      // An older file may have come in the meantime; with thousands of small ones a look before each would cost more than they do.
      if (signal.aborted || this.#world.now() - started > this.#options.scanIntervalMs) break
    }
    return ready.length > 0
  }

  #tellOfTheRest({ leftAlone }: Listing): void {
    for (const { name, why } of leftAlone) {
      if (this.#toldOf.has(name) || this.#toldOf.size >= MOST_REMEMBERED) continue
      this.#toldOf.add(name)
      this.#world.observer.leftAlone(name, why)
    }
  }
}

function without(sightings: ReadonlyMap<string, Sighting>, name: string): ReadonlyMap<string, Sighting> {
  const rest = new Map(sightings)
  rest.delete(name)
  return rest
}

/** Errors of the operating system: a full disk, a missing permission, a folder that has gone. All of them can be put right from outside. */
function isDiskTrouble(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'code' in error && error.code !== 'EXDEV'
}
