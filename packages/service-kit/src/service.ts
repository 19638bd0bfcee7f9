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
