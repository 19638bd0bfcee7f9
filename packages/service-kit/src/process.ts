import type { Logger } from '@sales-pipeline/observability'
import { BUILD, STARTING, transition } from './core/lifecycle.ts'
import type { Effect, Event, ExitCode, State } from './core/lifecycle.ts'
import type { Health, Readiness } from './health.ts'
import { runtimeErrors } from './runtime-errors.ts'
import type { App, ProcessEnd, Service } from './service.ts'

export interface ProcessOptions {
  readonly logger: Logger
  readonly health: Health
  readonly shutdownTimeoutMs: number
  readonly report: (logger: Logger, error: unknown) => void
}

type Build = (signal: AbortSignal) => Promise<readonly Service[] | App>

/** The shell around the lifecycle: turns what happens to this process into events, and performs the effects. */
export class Process {
  readonly #options: ProcessOptions
  readonly #stop = new AbortController()
  #state: State = STARTING
  #app: App = { services: [] }
  #end: ProcessEnd = {}
  #close: () => Promise<unknown> = () => Promise.resolve()

  constructor(options: ProcessOptions) {
    this.#options = options
  }

  /** What to close, within its own bounds, before the process ends. */
  onExit(close: () => Promise<unknown>): void {
    this.#close = close
  }

  start(build: Build): void {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.on(signal, () => {
        this.#options.logger.info({ signal }, 'Asked to stop')
        this.#dispatch({ type: 'signalled' })
      })
    }
    process.on('uncaughtException', (error) => {
      this.#dispatch({ type: 'crashed', error })
    })
    process.on('unhandledRejection', (error) => {
      this.#dispatch({ type: 'crashed', error })
    })
    this.#track(BUILD, () => this.#build(build))
  }

  readiness(): Readiness {
    const { phase } = this.#state
    if (phase !== 'running') return { ready: false, reasons: { service: phase } }
    const [health, app] = [this.#options.health.readiness(), this.#app.ready?.()]
    if (app === undefined) return health
    return { ready: health.ready && app.ready, reasons: { ...health.reasons, ...app.reasons } }
  }

  async #build(build: Build): Promise<void> {
    const built = await build(this.#stop.signal)
    this.#app = 'services' in built ? built : { services: built }
    this.#dispatch({ type: 'built', services: this.#app.services.map(({ name }) => name) })
  }

  #track(task: string, work: () => Promise<void>): void {
    work().then(
      () => {
        if (task !== BUILD) this.#dispatch({ type: 'ended', task })
      },
      (error: unknown) => {
        this.#dispatch(this.#isOurAbort(error) ? { type: 'ended', task } : { type: 'failed', task, error })
      }
    )
  }

  #isOurAbort(error: unknown): boolean {
    const { aborted, reason } = this.#stop.signal as { aborted: boolean; reason: unknown }
    return aborted && (error === reason || (error instanceof Error && error.name === 'AbortError'))
  }

  #dispatch(event: Event): void {
    const { state, effects } = transition(this.#state, event)
    if (state.phase !== this.#state.phase)
      this.#options.logger.info({ phase: state.phase }, `Service is ${state.phase}`)
    this.#state = state
    for (const effect of effects) this.#perform(effect)
  }

  #perform(effect: Effect): void {
    const { logger, shutdownTimeoutMs } = this.#options
    switch (effect.do) {
      case 'run':
        for (const service of this.#app.services) this.#track(service.name, async () => service.run(this.#stop.signal))
        return
      case 'drain':
        setTimeout(() => {
          this.#dispatch({ type: 'deadline' })
        }, shutdownTimeoutMs)
        this.#stop.abort()
        return
      case 'report':
        this.#report(effect.error)
        return
      case 'report-early-end':
        this.#report(runtimeErrors.SERVICE_ENDED_EARLY(effect.task))
        return
      case 'report-deadline':
        this.#report(runtimeErrors.SHUTDOWN_TIMED_OUT(`still busy: ${effect.tasks.join(', ')}`))
        return
      case 'ignore-signal':
        logger.info('Already draining')
        return
      case 'exit':
        void this.#exit(effect.code)
    }
  }

  #report(error: unknown): void {
    if (!('error' in this.#end)) this.#end = { error }
    this.#options.report(this.#options.logger, error)
  }

  async #exit(code: ExitCode): Promise<void> {
    for (const last of [() => this.#app.ended?.(this.#end), () => this.#close()]) {
      try {
        await last()
      } catch (error) {
        this.#options.logger.warn({ err: error }, 'Closing failed')
      }
    }
    process.exit(code)
  }
}
