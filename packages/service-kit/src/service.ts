import type { Logger, Metrics } from '@sales-pipeline/observability'
import type { Health, Readiness } from './health.ts'

/** One long-running part of a process. */
export interface Service {
  readonly name: string
  /** Works until the signal aborts, then drains and returns. A rejection is fatal for the process, and so is an earlier return. */
  run(signal: AbortSignal): Promise<void>
}

export interface App {
  readonly services: readonly Service[]
  /** Asked beside the health components. */
  readonly ready?: () => Readiness
  /** Told how the process ended, when every service has drained (or was given up) and before the exit. It bounds itself. */
  readonly ended?: (end: ProcessEnd) => Promise<void>
}

/** How a process ended: orderly if there is no error. */
export interface ProcessEnd {
  /** The first error that was reported. */
  readonly error?: unknown
}

/** What the composition root of a service is given. */
export interface ServiceContext<Config> {
  readonly config: Config
  readonly logger: Logger
  readonly metrics: Metrics
  readonly health: Health
  /** Aborts when the process is to stop, also in mid-build. */
  readonly signal: AbortSignal
}
