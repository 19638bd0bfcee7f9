import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { EventType } from '@sales-pipeline/contracts'
import type { Metrics } from '@sales-pipeline/observability'
import type { ProcessEnd, Readiness, Service } from '@sales-pipeline/service-kit'
import { readMeasures } from './adapters/read-metrics.ts'
import { runEvent, type Run } from './core/events.ts'
import type { Job } from './core/model.ts'
import { progressOf, rowsBetween, type Reading } from './core/tally.ts'
import { described } from './described.ts'
import type { Outlet } from './ports.ts'

export interface ReporterOptions {
  /** What the process does from its start to its end. */
  readonly job: Job
  readonly outlet: Outlet
  readonly metrics: Metrics
  readonly readiness: () => Readiness
  readonly intervalMs: number
}

/** How often it is seen whether the readiness has changed, which is told at once. */
const LOOK_MS = 1_000
/** Within the margin between the longest drain and the kill that follows it. */
const LAST_EVENT_MS = 3_000
const ENGINE = process.versions.node

/** Tells of the run that this process is: START, RUNNING while it works, and how it ended. */
export class Reporter implements Service {
  readonly name = 'lineage'
  /** The run of this process. */
  readonly own: Run
  readonly #options: ReporterOptions
  #first: Reading | undefined
  #told: Reading | undefined
  #toldReady = false

  constructor(options: ReporterOptions) {
    this.#options = options
    this.own = { id: randomUUID(), job: options.job }
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.race([this.#options.outlet.failed, this.#watch(signal)])
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { intervalMs, readiness } = this.#options
    const isStopping = () => signal.aborted
    await this.#tell('START')
    let toldAt = performance.now()
    while (!isStopping()) {
      await delay(Math.min(LOOK_MS, intervalMs), undefined, { signal }).catch(() => undefined)
      const isDue = performance.now() - toldAt >= intervalMs || readiness().ready !== this.#toldReady
      if (isStopping() || !isDue) continue
      await this.#tell('RUNNING')
      toldAt = performance.now()
    }
  }

  /** The last event, after all the work. */
  readonly ended = async ({ error }: ProcessEnd): Promise<void> => {
    if (this.#first !== undefined) await (error === undefined ? this.#tell('COMPLETE') : this.#tell('FAIL', error))
    await this.#options.outlet.close(LAST_EVENT_MS)
  }

  /** What an event counts that was not taken, the next one counts. */
  async #tell(type: EventType, error?: unknown): Promise<void> {
    const { job, outlet, metrics, readiness, intervalMs } = this.#options
    const now = await readMeasures(metrics, job)
    const first = (this.#first ??= now)
    const before = (this.#told ??= now)
    const health = readiness()
    const taken = outlet.offer(
      runEvent({
        ...{ type, at: Date.now(), run: this.own, engine: ENGINE },
        ...(type !== 'START' && { rows: rowsBetween(before, now) }),
        progress: progressOf(job, [first, before, now], health, intervalMs),
        ...(error !== undefined && { error: described(error) })
      })
    )
    this.#toldReady = health.ready
    if (taken) this.#told = now
  }
}
