import type { EventType } from '@sales-pipeline/contracts'
import type { Metrics } from '@sales-pipeline/observability'
import { readMeasures } from './adapters/read-metrics.ts'
import { runEvent, type Run } from './core/events.ts'
import type { Job } from './core/model.ts'
import { countsBetween, progressOfCounts, type Counts } from './core/tally.ts'
import { described } from './described.ts'
import type { Outlet } from './ports.ts'

/** A run that was begun, and will end once. */
export interface BegunRun {
  complete(counts: Counts): void
  fail(error: unknown, counts: Counts): void
  /** Given up before its end, with no fault of its own. */
  abort(counts: Counts): void
}

export interface RunsOptions {
  readonly outlet: Outlet
  readonly metrics: Metrics
  /** The run of the process that these runs are part of. */
  readonly parent: Run
}

/** Batch runs inside the run of this process. */
export class Runs {
  readonly #options: RunsOptions

  constructor(options: RunsOptions) {
    this.#options = options
  }

  /** @param id the same for the same work: a run that is begun again after a crash goes on */
  begin(job: Job, id: string): BegunRun {
    const { outlet, parent } = this.#options
    const run: Run = { id, job, parent: { id: parent.id, job: parent.job } }
    const begun = performance.now()
    const tell = (type: EventType, counts?: Counts, error?: unknown): void => {
      outlet.offer(
        runEvent({
          ...{ type, at: Date.now(), run, engine: process.versions.node },
          ...(counts && {
            rows: { in: counts.rowsIn, out: counts.rowsOut },
            progress: progressOfCounts(counts, performance.now() - begun)
          }),
          ...(error !== undefined && { error: described(error) })
        })
      )
    }
    tell('START')
    return {
      complete: (counts) => {
        tell('COMPLETE', counts)
      },
      fail: (error, counts) => {
        tell('FAIL', counts, error)
      },
      abort: (counts) => {
        tell('ABORT', counts)
      }
    }
  }

  /** Does work as a run of its own; its rows are what the job's metrics count meanwhile. */
  async during<T>(job: Job, id: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const run = this.begin(job, id)
    const before = await readMeasures(this.#options.metrics, job)
    const counts = async (): Promise<Counts> => countsBetween(before, await readMeasures(this.#options.metrics, job))
    try {
      const result = await work()
      run.complete(await counts())
      return result
    } catch (error) {
      if (signal.aborted) run.abort(await counts())
      else run.fail(error, await counts())
      throw error
    }
  }
}
