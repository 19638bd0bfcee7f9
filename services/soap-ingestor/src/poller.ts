import { setTimeout as sleep } from 'node:timers/promises'

import type { Sale } from '@sales-pipeline/contracts'
import { withSpan, type Logger } from '@sales-pipeline/observability'
import { retryForever, ServiceError, type Component, type Service } from '@sales-pipeline/service-kit'

import {
  begin,
  since,
  step,
  type Checkpoint,
  type PageRequest,
  type PollEvent,
  type PollState,
  type Position
} from './core/poll.ts'
import { digest, type PageOrigin } from './core/sale.ts'
import { refusesToken } from './core/token.ts'
import { Window } from './core/window.ts'
import { errors } from './errors.ts'
import type { Instruments } from './metrics.ts'
import type { CheckpointStore, ConnectPartner, Delivery, OpenDelivery, Page, Partner, TellControl } from './ports.ts'

const MOST_REMEMBERED_SALES = 100_000
const LONGEST_SHOWN_TOKEN = 200

export interface PollerOptions {
  readonly source: string
  readonly pollIntervalMs: number
  readonly overlapMs: number
}

export interface PollerParts {
  readonly connect: ConnectPartner
  readonly openDelivery: OpenDelivery
  readonly checkpoints: CheckpointStore
  readonly tellControl: TellControl
  readonly instruments: Instruments
  readonly health: Component
  readonly progress: () => void
  /** See Health. */
  readonly waiting: <T>(work: Promise<T>) => Promise<T>
  readonly logger: Logger
}

interface Answer {
  readonly request: PageRequest
  readonly page: Page
  readonly dataset: string
  readonly observedAt: number
}

/** A page that was handed on, and is not acknowledged yet. */
interface Untold {
  readonly position: Position
  readonly sales: readonly Sale[]
  readonly origin: PageOrigin
}

/** Does what the state machine in core/poll.ts decides. One page is asked for while the one before it is handed on. */
export class Poller implements Service {
  readonly name = 'poller'
  readonly #options: PollerOptions
  readonly #parts: PollerParts
  readonly #window = new Window(MOST_REMEMBERED_SALES)
  readonly #delivery: Delivery
  #untold: Untold[] = []
  #observedAt = 0
  #state: PollState
  #partner: Partner | undefined
  /** The last poll was given up: only a completed one shows that the partner is well again. */
  #isStuck = false

  constructor(options: PollerOptions, parts: PollerParts) {
    this.#options = options
    this.#parts = parts
    this.#state = begin(parts.checkpoints.load())
    this.#delivery = parts.openDelivery((position) => this.#acknowledged(position))
    parts.instruments.reached(this.#state.saved)
  }

  async run(signal: AbortSignal): Promise<void> {
    await Promise.race([this.#delivery.failed, this.#pollUntil(signal)])
    await this.#delivery.flush()
  }

  async #pollUntil(signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        await withSpan('poll', {}, () => this.#poll(signal))
        await this.#parts.waiting(sleep(this.#options.pollIntervalMs, undefined, { signal }))
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  }

  async #poll(signal: AbortSignal): Promise<void> {
    let fresh = 0
    this.#parts.instruments.began()
    let asked = this.#ask(this.#decide({ kind: 'due', now: Date.now() }).request, signal)
    while (asked !== null) {
      const answer = await asked
      const event: PollEvent =
        answer === 'token-refused'
          ? { kind: 'token-refused' }
          : { kind: 'page', page: summaryOf(answer.page), fresh, now: answer.observedAt }
      const { request, position } = this.#decide(event)
      asked = this.#ask(request, signal)
      // Awaited in the next round; until then a rejection is not unhandled.
      asked?.catch(() => undefined)
      if (position && answer !== 'token-refused') fresh += await this.#handOn(answer, position)
    }
    await this.#delivery.flush()
    this.#window.forget(since(this.#state.saved.cursor, this.#options.overlapMs))
  }

  #decide(event: PollEvent): { request: PageRequest | null; position: Position | null } {
    const { state, actions } = step(this.#state, event, this.#options.overlapMs)
    this.#state = state
    let request: PageRequest | null = null
    let position: Position | null = null
    for (const action of actions) {
      if (action.kind === 'ask') request = action.request
      if (action.kind === 'emit') position = action.position
      if (action.kind === 'give-up') this.#giveUp(action.reason)
    }
    return { request, position }
  }

  #giveUp(reason: string): void {
    const { message, fix, code } = errors.PARTNER_PAGING_STUCK(reason)
    this.#isStuck = true
    this.#parts.instruments.gaveUp()
    this.#parts.health.notReady(message)
    this.#parts.logger.error({ code, fix }, message)
  }

  async #acknowledged(position: Position): Promise<void> {
    const { state, actions } = step(this.#state, { kind: 'acknowledged', position }, this.#options.overlapMs)
    if (state.phase === 'idle' && this.#state.phase !== 'idle') this.#completed()
    this.#state = state
    await this.#tellUpTo(position)
    for (const action of actions) if (action.kind === 'save') await this.#save(action.checkpoint)
    this.#parts.instruments.reached(state.saved)
  }

  /** Before the checkpoint moves behind them: a page that is not asked for again has been told. */
  async #tellUpTo(position: Position): Promise<void> {
    const reached = this.#untold.findIndex((page) => page.position === position)
    for (const { sales, origin } of this.#untold.splice(0, reached + 1))
      if (sales.length > 0) await this.#parts.tellControl(sales, origin)
  }

  async #save(checkpoint: Checkpoint): Promise<void> {
    await this.#parts.checkpoints.save(checkpoint)
    this.#parts.instruments.saved()
  }

  #completed(): void {
    this.#isStuck = false
    this.#parts.instruments.completed()
    this.#parts.health.ready()
  }

  async #handOn({ request, page, dataset, observedAt }: Answer, position: Position): Promise<number> {
    const { source } = this.#options
    const token = request.token === null ? 'first page' : `page ${request.token.slice(0, LONGEST_SHOWN_TOKEN)}`
    const asked = `changedSince ${new Date(request.since).toISOString()} ${token}`
    const origin = { source, dataset, request: asked, observedAt, since: request.since }
    const digested = digest(page.sales, this.#window, origin)
    const refused = digested.outcomes.filter(({ kind }) => kind === 'refused').length
    if (refused > 0)
      this.#parts.logger.warn({ code: errors.SALE_INVALID.code, refused, asked }, 'Sales refused, see the dead letters')
    const sales = digested.outcomes.flatMap((outcome) => (outcome.kind === 'sale' ? [outcome.sale] : []))
    this.#untold.push({ position, sales, origin })
    await this.#delivery.put(digested.outcomes, origin, position)
    this.#parts.instruments.page(digested)
    return digested.outcomes.length
  }

  /** Asks until there is an answer, for as long as the partner's outage lasts. */
  #ask(request: PageRequest | null, signal: AbortSignal): Promise<Answer | 'token-refused'> | null {
    if (request === null) return null
    const isAtToken = request.token !== null
    let faults = 0
    const isRefusedToken = (error: unknown): boolean =>
      isAtToken && error instanceof ServiceError && refusesToken(error.code, faults)
    return retryForever<Answer | 'token-refused'>(() => this.#askOnce(request, signal), {
      signal,
      isOutage: (error) => {
        faults += error instanceof ServiceError && error.code === errors.PARTNER_FAULT.code ? 1 : 0
        return error instanceof ServiceError && error.retryable && !isRefusedToken(error)
      },
      onRetry: (error, attempt, delayMs) => {
        this.#outage(error as ServiceError, attempt, delayMs)
      }
    }).catch((error: unknown) => {
      if (!isRefusedToken(error)) throw error
      return 'token-refused'
    })
  }

  async #askOnce(request: PageRequest, signal: AbortSignal): Promise<Answer> {
    this.#parts.progress()
    try {
      this.#partner ??= await this.#parts.connect(signal)
      const page = await this.#partner.page(request, signal)
      if (!this.#isStuck) this.#parts.health.ready()
      // No two answers at the same time: it names the answer in its sales' provenance, and in its control.
      this.#observedAt = Math.max(Date.now(), this.#observedAt + 1)
      return { request, page, dataset: this.#partner.dataset, observedAt: this.#observedAt }
    } catch (error) {
      // The service may have moved: the next attempt reads the WSDL again.
      this.#partner = undefined
      throw error
    }
  }

  #outage({ code, fix, message }: ServiceError, attempt: number, delayMs: number): void {
    this.#parts.health.notReady(message)
    this.#parts.logger.warn({ code, fix, attempt, delay_ms: Math.round(delayMs) }, `${message}; retrying`)
  }
}

function summaryOf({ sales, next }: Page) {
  let lowest: number | null = null
  let highest: number | null = null
  for (const { changedAt } of sales) {
    if (changedAt === null) continue
    if (lowest === null || changedAt < lowest) lowest = changedAt
    if (highest === null || changedAt > highest) highest = changedAt
  }
  return { sales: sales.length, lowest, highest, next }
}
