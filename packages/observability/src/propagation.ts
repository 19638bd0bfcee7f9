import { context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api'
import type { Context, Link, SpanContext } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'

/** Headers as they arrive on a Kafka message. */
export type MessageHeaders = Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>

const MOST_LINKS = 128
const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({})

const w3c = new W3CTraceContextPropagator()
const setter = { set: (carrier: Record<string, string>, key: string, value: string) => void (carrier[key] = value) }
const getter = {
  get: (carrier: MessageHeaders, key: string) => headerText(carrier[key]),
  keys: (carrier: MessageHeaders) => Object.keys(carrier)
}

let last: { readonly span: SpanContext; readonly headers: Readonly<Record<string, string>> } | undefined

/**
 * The W3C headers `traceparent` (and `tracestate`) of the active span if it is sampled, else none.
 * Called for every record of a batch, so the answer for the last span is kept; the object is frozen.
 * https://www.w3.org/TR/trace-context/
 */
export function contextHeaders(from: Context = context.active()): Readonly<Record<string, string>> {
  const span = trace.getSpanContext(from)
  if (span === undefined || !isSampled(span)) return NO_HEADERS
  if (last?.span !== span) {
    const headers: Record<string, string> = {}
    w3c.inject(from, headers, setter)
    last = { span, headers: Object.freeze(headers) }
  }
  return last.headers
}

/** The context a message was sent in: the parent for a span about this message alone. */
export function contextOf(headers: MessageHeaders | undefined): Context {
  return headers?.['traceparent'] === undefined ? ROOT_CONTEXT : w3c.extract(ROOT_CONTEXT, headers, getter)
}

/** Links to the distinct sampled spans that a batch of messages comes from, the first 128 of them. */
export function linksOf(headersOfMessages: Iterable<MessageHeaders | undefined>): Link[] {
  const links = new Map<string, Link>()
  let previous: MessageHeaders[string]
  for (const headers of headersOfMessages) {
    const header = headers?.['traceparent']
    // Most messages of a batch come from one span: comparing bytes is cheaper than making a text of each.
    if (header instanceof Buffer && previous instanceof Buffer && header.equals(previous)) continue
    previous = header
    const key = headerText(header)
    if (key === undefined || links.has(key)) continue
    const span = trace.getSpanContext(contextOf(headers))
    if (span === undefined || !isSampled(span)) continue
    links.set(key, { context: span })
    if (links.size === MOST_LINKS) break
  }
  return [...links.values()]
}

function isSampled(span: SpanContext): boolean {
  return (span.traceFlags & TraceFlags.SAMPLED) !== 0
}

function headerText(value: MessageHeaders[string]): string | undefined {
  const first = Array.isArray(value)
    ? (value as readonly (Buffer | string)[])[0]
    : (value as Buffer | string | undefined)
  return first?.toString()
}
