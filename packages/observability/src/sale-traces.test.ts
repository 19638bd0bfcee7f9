import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { context, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type Sampler } from '@opentelemetry/sdk-trace'
import { Budget } from './budget.ts'
import { contextHeaders, saleContextOf } from './propagation.ts'
import { saleIds } from './sale-ids.ts'
import { SaleTraces } from './sale-traces.ts'
import { samplerFrom } from './sampling.ts'
import { endingAll, recordRefusal, startSpan, useSystemTracers, withSpan } from './spans.ts'

const exporter = new InMemorySpanExporter()
let sampler = samplerFrom({})
const switched: Sampler = { shouldSample: (...asked) => sampler.shouldSample(...asked), toString: () => 'switched' }
const providers = ['service', 'kafka', 'postgres'].map(
  (service) =>
    new TracerProvider({
      sampler: switched,
      resource: resourceFromAttributes({ 'service.name': service }),
      spanProcessors: [saleIds, new SimpleSpanProcessor({ exporter })]
    })
)
const [own, kafka, postgres] = providers
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
trace.setGlobalTracerProvider(own!)
useSystemTracers({ kafka: kafka!.getTracer('t'), postgres: postgres!.getTracer('t') })
after(() => Promise.all(providers.map((provider) => provider.shutdown())))
beforeEach(() => {
  exporter.reset()
  sampler = samplerFrom({})
})

const tracesOf = (perSecond: number) =>
  new SaleTraces({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector', TRACED_SALES_PER_SECOND: perSecond })
const COMMITTED = { name: 'capture sale', waitsAs: 'commit' }
const spanOf = (name: string) => exporter.getFinishedSpans().find((span) => span.name === name)!
const begin = (traces: SaleTraces, saleId: string, since = Date.now()) =>
  withSpan('batch', {}, () => traces.begin(saleId, COMMITTED, since))

test('a sale has a trace of its own, from its commit on, linked to its batch', async () => {
  const since = Date.now() - 5000
  const { traces } = await begin(tracesOf(10), 'shop:1', since)
  const [commit, capture, batch] = [spanOf('commit'), spanOf('capture sale'), spanOf('batch')]
  assert.equal(commit.resource.attributes['service.name'], 'postgres')
  assert.deepEqual(
    [commit.startTime[0], commit.parentSpanContext, capture.parentSpanContext?.spanId],
    [Math.floor(since / 1000), undefined, commit.spanContext().spanId]
  )
  assert.equal(capture.links[0]?.context.spanId, batch.spanContext().spanId)
  assert.notEqual(capture.spanContext().traceId, batch.spanContext().traceId)
  assert.equal(trace.getSpanContext(traces![0]!)?.spanId, capture.spanContext().spanId)
})

test('every span of the trace has the id of the sale, across the headers of a record too', async () => {
  const id = 'shop:Å 1,;=%'
  const { traces } = await begin(tracesOf(10), id)
  const headers = contextHeaders(traces![0])
  assert.match(JSON.stringify(headers), /^[\x20-\x7e]+$/)
  const received = saleContextOf(Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, Buffer.from(v)])))
  startSpan('in kafka', { system: 'kafka', parent: received! }).end()
  for (const name of ['commit', 'capture sale', 'in kafka']) assert.equal(spanOf(name).attributes['sale.id'], id)
  assert.equal(spanOf('batch').attributes['sale.id'], undefined)
  assert.equal(spanOf('in kafka').spanContext().traceId, spanOf('commit').spanContext().traceId)
})

test('beyond the budget a sale is passed over, and the next one that is not says how many were', async () => {
  const traces = tracesOf(2)
  const begun = await withSpan('batch', {}, () =>
    Array.from({ length: 5 }, (_, n) => traces.begin(`shop:${n}`, { name: 'read sale' }, Date.now()))
  )
  assert.deepEqual(
    begun.map((options) => options.traces?.length ?? 0),
    [1, 1, 0, 0, 0]
  )
  assert.deepEqual((await begin(tracesOf(0), 'shop:6')).traces, undefined)
})

test('what the sampler does not keep is not traced, nor is anything without a collector', async () => {
  assert.deepEqual(await begin(new SaleTraces({ TRACED_SALES_PER_SECOND: 10 }), 'shop:1'), {})
  exporter.reset()
  sampler = samplerFrom({ OTEL_TRACES_SAMPLER: 'always_off' })
  assert.deepEqual(await begin(tracesOf(10), 'shop:1'), {})
  assert.equal(exporter.getFinishedSpans().length, 0)
})

test('a record without a sampled context is not gone on with', () => {
  const traceparent = `00-${'1'.repeat(32)}-${'2'.repeat(16)}`
  assert.equal(saleContextOf(undefined), undefined)
  assert.equal(saleContextOf({ baggage: 'sale.id=1' }), undefined)
  assert.equal(saleContextOf({ traceparent: `${traceparent}-00` }), undefined)
  assert.notEqual(saleContextOf({ traceparent: `${traceparent}-01` }), undefined)
})

test('spans that wait for one thing end with it, and tell its failure by its code', async () => {
  const failure = Object.assign(new Error('Mary owes 5'), { code: 'DB_DOWN' })
  await endingAll([startSpan('good', {})], () => Promise.resolve())
  await assert.rejects(
    endingAll([startSpan('bad', {})], () => Promise.reject(failure)),
    failure
  )
  assert.equal(spanOf('good').attributes['error.type'], undefined)
  assert.equal(spanOf('bad').attributes['error.type'], 'DB_DOWN')
  assert.doesNotMatch(JSON.stringify([spanOf('bad').attributes, spanOf('bad').status]), /Mary/)
})

test('what is refused inside of a span is an event of it', async () => {
  await withSpan('batch', {}, () => {
    recordRefusal('ROW_INVALID')
    recordRefusal('ROW_MALFORMED')
  })
  assert.deepEqual(
    spanOf('batch').events.map(({ attributes }) => attributes?.['error.type']),
    ['ROW_INVALID', 'ROW_MALFORMED']
  )
})

test('a clock that is ahead of ours makes no span that ends before it begins', () => {
  startSpan('early', { since: Date.now() + 60_000 }).end()
  const { startTime, endTime } = spanOf('early')
  assert.ok(startTime[0] < endTime[0] || (startTime[0] === endTime[0] && startTime[1] <= endTime[1]))
})

test('a budget is so many in any second that begins with one, whatever the clock does', () => {
  const budget = new Budget(2)
  const times = [0, 1, 2, 999, 1000, 1001, 1002, 500, 501, 502]
  assert.deepEqual(
    times.map((now) => budget.take(now)),
    [true, true, false, false, true, true, false, true, true, false]
  )
})
