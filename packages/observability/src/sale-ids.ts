import type { Context } from '@opentelemetry/api'
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace'
import { SALE_ID, saleIdOf } from './propagation.ts'

/** Marks every span with the sale that its trace is about. */
export const saleIds: SpanProcessor = {
  onStart(span: Span, parent: Context): void {
    const saleId = saleIdOf(parent)
    if (saleId !== undefined) span.setAttribute(SALE_ID, saleId)
  },
  onEnd: () => undefined,
  forceFlush: () => Promise.resolve(),
  shutdown: () => Promise.resolve()
}
