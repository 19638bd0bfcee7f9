import { context, propagation, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api'
import type { Context, Link, SpanContext } from '@opentelemetry/api'
import { W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core'

/** Headers as they arrive on a Kafka message. */
export type MessageHeaders = Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>

const MOST_LINKS = 128
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({})

/** The sale that a trace is about: carried along as baggage, and an attribute of every span on the way. */
export const SALE_ID = 'sale.id'

const w3c = new W3CTraceContextPropagator()
const w3cBaggage = new W3CBaggagePropagator()
const setter = { set: (carrier: Record<string, string>, key: string, value: string) => void (carrier[key] = value) }
const getter = {
  get: (carrier: MessageHeaders, key: string) => headerText(carrier[key]),
  keys: (carrier: MessageHeaders) => Object.keys(carrier)
}

let last: { readonly span: SpanContext; readonly headers: Readonly<Record<string, string>> } | undefined

/**
 * The W3C headers `traceparent` (and `tracestate`, `baggage`) of the active span if it is sampled, else none.
 * Called for every record of a batch, so the answer for the last span is kept; the object is frozen.
 * https://www.w3.org/TR/trace-context/ https://www.w3.org/TR/baggage/
 */
export function contextHeaders(from: Context = context.active()): Readonly<Record<string, string>> {
  const span = trace.getSpanContext(from)
  if (span === undefined || !isSampledSpan(span)) return NO_HEADERS
  if (last?.span !== span) {
    const headers: Record<string, string> = {}
    w3c.inject(from, headers, setter)
    w3cBaggage.inject(from, headers, setter)
    last = { span, headers: Object.freeze(headers) }
  }
  return last.headers
}

/** The context a message was sent in: the parent for a span about this message alone. */
export function contextOf(headers: MessageHeaders | undefined): Context {
  return headers?.['traceparent'] === undefined ? ROOT_CONTEXT : w3c.extract(ROOT_CONTEXT, headers, getter)
}

/** The same with the sale that it is about: only for headers that the pipeline has written itself. Undefined: not sampled. */
export function saleContextOf(headers: MessageHeaders | undefined): Context | undefined {
  if (headers?.['traceparent'] === undefined) return undefined
  const found = contextOf(headers)
  return isSampled(found) ? w3cBaggage.extract(found, headers, getter) : undefined
}

/** A context without a span, about one sale. */
export function aboutSale(saleId: string): Context {
  return propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ [SALE_ID]: { value: saleId } }))
}

export function saleIdOf(about: Context): string | undefined {
  return propagation.getBaggage(about)?.getEntry(SALE_ID)?.value
}

export function isSampled(from: Context): boolean {
  const span = trace.getSpanContext(from)
  return span !== undefined && isSampledSpan(span)
}

/** Links to the sampled spans of these contexts, the first 128 of them. */
export function linksTo(contexts: readonly Context[]): Link[] {
  const spans = contexts.slice(0, MOST_LINKS).map((from) => trace.getSpanContext(from))
  return spans.flatMap((span) => (span !== undefined && isSampledSpan(span) ? [{ context: span }] : []))
}

/** Links to the distinct sampled spans that a batch of messages comes from, the first 128 of them. */
export function linksOf(headersOfMessages: Iterable<MessageHeaders | undefined>): Link[] {
  const links = new Map<string, Link>()
  let previous: MessageHeaders[string]
  for (const headers of headersOfMessages) {
    const header = headers?.['traceparent']
    if (header === undefined) continue
    // Many messages of a batch may come from one span: comparing bytes is cheaper than making a text of each.
    if (header instanceof Buffer && previous instanceof Buffer && header.equals(previous)) continue
    previous = header
    const key = headerText(header)
    if (key === undefined || links.has(key)) continue
    const span = trace.getSpanContext(contextOf(headers))
    if (span === undefined || !isSampledSpan(span)) continue
    links.set(key, { context: span })
    if (links.size === MOST_LINKS) break
  }
  return [...links.values()]
}

function isSampledSpan(span: SpanContext): boolean {
  return (span.traceFlags & TraceFlags.SAMPLED) !== 0
}

function headerText(value: MessageHeaders[string]): string | undefined {
  const first = Array.isArray(value)
    ? (value as readonly (Buffer | string)[])[0]
    : (value as Buffer | string | undefined)
  return first?.toString()
}
