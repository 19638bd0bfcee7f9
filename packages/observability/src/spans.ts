import { context, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Attributes, Context, Link, Span, SpanKind, Tracer } from '@opentelemetry/api'
import { errorRecord } from './error-record.ts'

export interface SpanOptions {
  readonly kind?: SpanKind
  readonly attributes?: Attributes
  readonly links?: readonly Link[]
  /** The context whose span is the parent: the active one unless given. */
  readonly parent?: Context
}

/** What a sale passes through that tells nothing of its own: its time there is told by the service that measures it. */
export type System = 'kafka' | 'postgres'

let systems: Readonly<Partial<Record<System, Tracer>>> = {}

/** Spans of a system belong to a resource of that name. */
export function useSystemTracers(tracers: Readonly<Record<System, Tracer>>): void {
  systems = tracers
}

/** Does nothing until tracing is started with an endpoint. */
function ownTracer(): Tracer {
  return trace.getTracer('sales-pipeline')
}

/** A span that is under way, and not the active one. */
export class OpenSpan {
  /** With this span as the parent of what follows. */
  readonly context: Context
  readonly #span: Span

  constructor(span: Span, parent: Context) {
    this.#span = span
    this.context = trace.setSpan(parent, span)
  }

  /** @param error recorded by its type and code: its message may quote data */
  end(error?: unknown): void {
    if (error !== undefined) markFailed(this.#span, errorCode(error))
    this.#span.end()
  }
}

/** @param options.system whose span it is, if not this service's; @param options.since epoch ms, if not now */
export function startSpan(
  name: string,
  { system, since, parent = ROOT_CONTEXT, ...options }: SpanOptions & { system?: System; since?: number }
): OpenSpan {
  const by = (system === undefined ? undefined : systems[system]) ?? ownTracer()
  // A clock that is ahead of ours must not make a span that ends before it begins.
  const startTime = since === undefined ? {} : { startTime: Math.min(since, Date.now()) }
  return new OpenSpan(by.startSpan(name, { ...startTime, ...spanOptions(options) }, parent), parent)
}

/** Ends the spans with what they wait for together. */
export async function endingAll<T>(spans: Iterable<OpenSpan>, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work()
    for (const span of spans) span.end()
    return result
  } catch (error) {
    for (const span of spans) span.end(error)
    throw error
  }
}

/**
 * Runs `fn` inside a span that is active for everything it awaits, and ends the span with it.
 * An error is recorded by its type and code (its message may quote data) and thrown on.
 */
export async function withSpan<T>(
  name: string,
  { parent = context.active(), ...options }: SpanOptions,
  fn: (span: Span) => Promise<T> | T
): Promise<T> {
  return ownTracer().startActiveSpan(name, spanOptions(options), parent, async (span) => {
    try {
      return await fn(span)
    } catch (error) {
      markFailed(span, errorCode(error))
      throw error
    } finally {
      span.end()
    }
  })
}

/** Runs `fn` with the context active. */
export function within<T>(active: Context, fn: () => T): T {
  return context.with(active, fn)
}

/** Records that something in the active span was refused: the span goes on. */
export function recordRefusal(code: string): void {
  const span = trace.getActiveSpan()
  if (span === undefined) return
  span.addEvent('refused', { 'error.type': code })
  markFailed(span, code)
}

function markFailed(span: Span, code: string): void {
  span.setAttribute('error.type', code)
  span.setStatus({ code: SpanStatusCode.ERROR, message: code })
}

function errorCode(error: unknown): string {
  const { type, code } = errorRecord(error)
  return code ?? type
}

function spanOptions({ kind, attributes, links }: Omit<SpanOptions, 'parent'>) {
  return {
    ...(kind !== undefined && { kind }),
    ...(attributes !== undefined && { attributes }),
    ...(links !== undefined && { links: [...links] })
  }
}
