import { context, SpanStatusCode, trace } from '@opentelemetry/api'
import type { Attributes, Context, Link, Span, SpanKind, Tracer } from '@opentelemetry/api'
import { errorRecord } from './error-record.ts'

export interface SpanOptions {
  readonly kind?: SpanKind
  readonly attributes?: Attributes
  readonly links?: readonly Link[]
  /** The context whose span is the parent: the active one unless given. */
  readonly parent?: Context
}

/** The tracer of one package or service; does nothing until tracing is started with an endpoint. */
export function tracer(name: string): Tracer {
  return trace.getTracer(name)
}

/**
 * Runs `fn` inside a span that is active for everything it awaits, and ends the span with it.
 * An error is recorded by its type and code (its message may quote data) and thrown on.
 */
export async function withSpan<T>(
  name: string,
  { kind, attributes, links, parent = context.active() }: SpanOptions,
  fn: (span: Span) => Promise<T> | T
): Promise<T> {
  const options = {
    ...(kind !== undefined && { kind }),
    ...(attributes !== undefined && { attributes }),
    ...(links !== undefined && { links: [...links] })
  }
  return tracer('sales-pipeline').startActiveSpan(name, options, parent, async (span) => {
    try {
      return await fn(span)
    } catch (error) {
      const { type, code } = errorRecord(error)
      span.setAttribute('error.type', code ?? type)
      span.setStatus({ code: SpanStatusCode.ERROR, message: code ?? type })
      throw error
    } finally {
      span.end()
    }
  })
}
