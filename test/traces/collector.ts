import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { startOf, type Backend, type Span } from './span.ts'

/** A value in OTLP's JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
type AnyValue = Readonly<Record<string, unknown>>

interface KeyValue {
  readonly key: string
  readonly value: AnyValue
}

interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes?: readonly KeyValue[]
  readonly events?: readonly { readonly name: string; readonly attributes?: readonly KeyValue[] }[]
  readonly links?: readonly { readonly spanId: string }[]
  readonly status?: { readonly message?: string }
}

interface Request {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] }
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[]
  }[]
}

/** Takes spans by OTLP/HTTP and answers from memory. */
export async function startCollector(): Promise<Backend> {
  const spans: Span[] = []
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      spans.push(...read(body as Request))
      response.setHeader('content-type', 'application/json').end('{}')
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const traces = () => Map.groupBy(spans, ({ traceId }) => traceId)
  return {
    endpoint: `http://127.0.0.1:${port}`,
    all: () => Promise.resolve(spans),
    find: (service, saleId) => {
      const isOfIt = (span: Span) => span.service === service && span.attributes['sale.id'] === saleId
      const found = [...traces().values()].filter((trace) => trace.some(isOfIt))
      return Promise.resolve(found.toSorted((a, b) => startOf(b) - startOf(a)))
    },
    edges: () => {
      const byId = new Map(spans.map((span) => [span.spanId, span]))
      const found = spans.flatMap(({ parentId, service }) => {
        const from = byId.get(parentId ?? '')?.service
        return from === undefined || from === service ? [] : [`${from} → ${service}`]
      })
      return Promise.resolve(new Set(found))
    },
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    }
  }
}

function read({ resourceSpans }: Request): Span[] {
  return resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = String(attributesOf(resource.attributes)['service.name'])
    return scopeSpans.flatMap((scope) => scope.spans.map((span) => spanOf(service, span)))
  })
}

function spanOf(service: string, span: OtlpSpan): Span {
  const { traceId, spanId, parentSpanId, name, attributes = [], events = [], links = [], status } = span
  const own = attributesOf(attributes)
  const told = events.flatMap((event) => [event.name, ...Object.values(attributesOf(event.attributes ?? []))])
  return {
    ...{ traceId, spanId, parentId: parentSpanId === '' ? undefined : parentSpanId, service, name, attributes: own },
    start: Number(BigInt(span.startTimeUnixNano) / 1000n),
    end: Number(BigInt(span.endTimeUnixNano) / 1000n),
    links: links.map((link) => link.spanId),
    values: [name, ...Object.values(own), ...told, status?.message]
  }
}

function attributesOf(attributes: readonly KeyValue[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
}
