import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { context, ROOT_CONTEXT, SpanStatusCode, trace, TraceFlags } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { createLogger } from './logger.ts'
import { contextHeaders, contextOf, linksOf } from './propagation.ts'
import { withSpan } from './spans.ts'

const exporter = new InMemorySpanExporter()
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
trace.setGlobalTracerProvider(provider)
after(() => provider.shutdown())

function traceparent(n: number, flags = '01'): string {
  return `00-${n.toString(16).padStart(32, '0')}-${n.toString(16).padStart(16, '0')}-${flags}`
}

test('the span is active across awaits, for headers and log lines alike, and ends with the function', async () => {
  exporter.reset()
  const lines: string[] = []
  const logger = createLogger({ service: 's', level: 'info', destination: { write: (line) => void lines.push(line) } })
  const [headers, again] = await withSpan('publish', { attributes: { topic: 'sales' } }, async () => {
    await Promise.resolve()
    logger.info('inside')
    return [contextHeaders(), contextHeaders()]
  })
  const [span] = exporter.getFinishedSpans()
  const { traceId, spanId } = span!.spanContext()
  assert.deepEqual(headers, { traceparent: `00-${traceId}-${spanId}-01` })
  assert.equal(headers, again)
  const line = JSON.parse(lines[0]!) as Record<string, unknown>
  assert.deepEqual([line['trace_id'], line['span_id']], [traceId, spanId])
  assert.deepEqual(contextHeaders(), {})
})

test('a failure marks the span with its code, not with its message, and is thrown on', async () => {
  exporter.reset()
  const failure = Object.assign(new Error('Mary owes 5'), { code: 'DB_DOWN' })
  await assert.rejects(
    withSpan('sink', {}, () => Promise.reject(failure)),
    failure
  )
  const [span] = exporter.getFinishedSpans()
  assert.deepEqual(span!.status, { code: SpanStatusCode.ERROR, message: 'DB_DOWN' })
  assert.equal(span!.attributes['error.type'], 'DB_DOWN')
  assert.doesNotMatch(JSON.stringify([span!.attributes, span!.events]), /Mary/)
})

test('an unsampled span leaves no headers', () => {
  const unsampled = trace.setSpanContext(ROOT_CONTEXT, {
    traceId: '1'.repeat(32),
    spanId: '2'.repeat(16),
    traceFlags: TraceFlags.NONE
  })
  assert.deepEqual(contextHeaders(unsampled), {})
})

test('links are distinct, sampled, bounded, and survive garbage', () => {
  const messages = Array.from({ length: 1000 }, (_, i) => ({ traceparent: Buffer.from(traceparent(1 + (i % 200))) }))
  assert.equal(linksOf(messages).length, 128)
  assert.equal(linksOf([{ traceparent: traceparent(1) }, { traceparent: [traceparent(1)] }]).length, 1)
  assert.deepEqual(linksOf([undefined, {}, { traceparent: 'rubbish' }, { traceparent: traceparent(3, '00') }]), [])
})

test('a message continues the trace it was sent in', async () => {
  exporter.reset()
  const parent = contextOf({ traceparent: Buffer.from(traceparent(7)), tracestate: 'vendor=1' })
  await withSpan('one message', { parent }, () => undefined)
  const [span] = exporter.getFinishedSpans()
  assert.equal(span!.spanContext().traceId, traceparent(7).slice(3, 35))
  assert.equal(span!.spanContext().traceState?.serialize(), 'vendor=1')
})
