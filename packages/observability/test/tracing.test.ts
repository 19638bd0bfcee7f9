import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { context, trace } from '@opentelemetry/api'
import { createLogger, startTracing, withSpan } from '../src/index.ts'

interface TraceRequest {
  resourceSpans: {
    resource: { attributes: { key: string; value: { stringValue?: string } }[] }
    scopeSpans: { spans: { name: string }[] }[]
  }[]
}

const received: { path: string; body: TraceRequest }[] = []
let available = true
const collector = createServer((request, response) => {
  void request.toArray().then((chunks) => {
    if (available) {
      const body = JSON.parse(Buffer.concat(chunks as Buffer[]).toString()) as TraceRequest
      received.push({ path: request.url ?? '', body })
    }
    response.writeHead(available ? 200 : 400, { 'content-type': 'application/json' }).end('{}')
  })
})
collector.listen(0, '127.0.0.1')
await once(collector, 'listening')
const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
after(() => collector.close())

function forget(): void {
  trace.disable()
  context.disable()
}

test('without an endpoint nothing is traced', async () => {
  const tracing = startTracing({ service: 's', version: '1' })
  assert.equal(await withSpan('nothing', {}, (span) => span.isRecording()), false)
  await tracing.shutdown()
})

test('spans arrive at the collector under the name and version of the service', async () => {
  const tracing = startTracing({ service: 's', version: '1.2', endpoint: `${endpoint}/`, env: {} })
  await withSpan('a batch', {}, () => undefined)
  await tracing.shutdown()
  forget()
  const { path, body } = received[0]!
  const [spans] = body.resourceSpans
  const resource = new Map(spans!.resource.attributes.map(({ key, value }) => [key, value.stringValue]))
  assert.equal(path, '/v1/traces')
  assert.deepEqual([resource.get('service.name'), resource.get('service.version')], ['s', '1.2'])
  assert.equal(spans!.scopeSpans[0]!.spans[0]!.name, 'a batch')
})

test('a collector that refuses or is away costs one log line and at most two seconds at the end', async () => {
  for (const [target, up] of [[endpoint, false] as const, ['http://127.0.0.1:9', true] as const]) {
    available = up
    const lines: string[] = []
    const logger = createLogger({ service: 's', level: 'info', destination: { write: (l) => void lines.push(l) } })
    const tracing = startTracing({ service: 's', version: '1', endpoint: target, logger, env: {} })
    for (let i = 0; i < 5000; i++) await withSpan('lost', {}, () => undefined)
    const start = performance.now()
    await tracing.shutdown()
    forget()
    assert.ok(performance.now() - start < 2500)
    if (target === endpoint) assert.match(lines[0]!, /Traces are lost/)
    assert.ok(lines.length <= 1, lines.join(''))
  }
})
