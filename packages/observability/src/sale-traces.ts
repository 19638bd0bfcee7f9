import { context } from '@opentelemetry/api'
import type { Context } from '@opentelemetry/api'
import { Budget } from './budget.ts'
import { aboutSale, isSampled, linksTo } from './propagation.ts'
import { startSpan } from './spans.ts'

/** How a source comes by its sales. */
export interface SaleSource {
  /** What the service does, such as `read sale`. */
  readonly name: string
  /** As what a sale waits before that, in a database that tells since when; unset: it comes from no database. */
  readonly waitsAs?: string
}

/** For the record of a sale: the trace that it goes on with, if it has one. */
export interface Traced {
  readonly traces?: readonly Context[]
}

export interface SaleTracesConfig {
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined
  readonly TRACED_SALES_PER_SECOND: number
}

const NOT_TRACED: Traced = {}

/**
 * Gives sales traces of their own, each linked to the span that is active: the batch that it is found in.
 * At most so many a second are begun, so that no load drowns the collector; the sampler decides about these.
 */
export class SaleTraces {
  readonly #isOff: boolean
  readonly #budget: Budget
  #passedOver = 0

  constructor({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, TRACED_SALES_PER_SECOND: perSecond }: SaleTracesConfig) {
    this.#isOff = endpoint === undefined || perSecond === 0
    this.#budget = new Budget(perSecond)
  }

  /** @param since epoch ms: when it began to be read, or, in a database, to wait */
  begin(saleId: string, { name, waitsAs }: SaleSource, since: number): Traced {
    if (this.#isOff) return NOT_TRACED
    if (!this.#budget.take(Date.now())) {
      this.#passedOver++
      return NOT_TRACED
    }
    const start =
      waitsAs === undefined ? { parent: aboutSale(saleId), since } : { parent: waiting(saleId, waitsAs, since) }
    const passedOver = this.#passedOver === 0 ? {} : { attributes: { 'sale.passed_over': this.#passedOver } }
    const found = startSpan(name, { ...start, ...passedOver, links: linksTo([context.active()]) })
    found.end()
    if (!isSampled(found.context)) return NOT_TRACED
    this.#passedOver = 0
    return { traces: [found.context] }
  }
}

function waiting(saleId: string, name: string, since: number): Context {
  const attributes = { 'db.system.name': 'postgresql' }
  const span = startSpan(name, { system: 'postgres', parent: aboutSale(saleId), since, attributes })
  span.end()
  return span.context
}
