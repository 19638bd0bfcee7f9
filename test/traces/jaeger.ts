import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, HOST, spawnChild, waitUntilReady } from '@sales-pipeline/stack'
import { startOf, type Backend, type Span } from './span.ts'

/** Answers of Jaeger's query API. */
interface Trace {
  readonly processes: Readonly<Record<string, { readonly serviceName: string }>>
  readonly spans: readonly {
    readonly traceID: string
    readonly spanID: string
    readonly processID: string
    readonly operationName: string
    readonly startTime: number
    readonly duration: number
    readonly references: readonly { readonly refType: string; readonly traceID: string; readonly spanID: string }[]
    readonly tags: readonly Tag[]
    readonly logs: readonly { readonly fields: readonly Tag[] }[]
  }[]
}

interface Tag {
  readonly key: string
  readonly value: unknown
}

interface Dependency {
  readonly parent: string
  readonly child: string
}

const MOST_TRACES = '1500'
const AN_HOUR_MS = 3_600_000
const LISTENERS = [
  'collector.otlp.http.host-port',
  'query.http-server.host-port',
  'collector.otlp.grpc.host-port',
  'query.grpc-server.host-port',
  'admin.http.host-port',
  'collector.http-server.host-port',
  'collector.grpc-server.host-port'
]

/** Starts a Jaeger of one's own, on free ports of this machine. */
export async function startJaeger(binary: string): Promise<Backend> {
  const ports = await freePorts(LISTENERS.length)
  const [otlp = 0, query = 0] = ports
  const folder = await mkdtemp(join(tmpdir(), 'jaeger-'))
  const child = await spawnChild({
    ...{
      name: 'jaeger',
      command: binary,
      logFile: join(folder, 'jaeger.log'),
      background: true,
      stopSignal: 'SIGKILL'
    },
    args: LISTENERS.map((listener, index) => `--${listener}=${HOST}:${ports[index] ?? 0}`)
  })
  const ask = async <T>(path: string, params: Readonly<Record<string, string>> = {}): Promise<T> => {
    const response = await fetch(`http://${HOST}:${query}/api/${path}?${new URLSearchParams(params).toString()}`)
    if (!response.ok) throw new Error(`Jaeger answers ${path} with ${response.status}: ${await response.text()}`)
    return ((await response.json()) as { data: T }).data
  }
  await waitUntilReady(child, () => ask('services').then(() => undefined), {
    timeoutMs: 30_000,
    signal: new AbortController().signal
  })
  return {
    endpoint: `http://${HOST}:${otlp}`,
    find: async (service, saleId) => {
      const found = await ask<Trace[]>('traces', {
        ...{ service, limit: MOST_TRACES },
        tags: JSON.stringify({ 'sale.id': saleId })
      })
      return found.map(spansOf).toSorted((a, b) => startOf(b) - startOf(a))
    },
    edges: async () => {
      const window = { endTs: String(Date.now() + AN_HOUR_MS), lookback: String(2 * AN_HOUR_MS) }
      const found = await ask<Dependency[]>('dependencies', window)
      return new Set(found.map(({ parent, child: called }) => `${parent} → ${called}`))
    },
    all: async () => {
      const services = await ask<string[]>('services')
      const found = await Promise.all(
        services.map((service) => ask<Trace[]>('traces', { service, limit: MOST_TRACES }))
      )
      const traces = new Map(found.flat().map((trace) => [trace.spans[0]?.traceID, trace]))
      return [...traces.values()].flatMap(spansOf)
    },
    [Symbol.asyncDispose]: async () => {
      await child.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

function spansOf({ processes, spans }: Trace): Span[] {
  return spans.map((span) => {
    const attributes = Object.fromEntries(span.tags.map(({ key, value }) => [key, value]))
    const parent = span.references.find(({ refType, traceID }) => refType === 'CHILD_OF' && traceID === span.traceID)
    return {
      ...{ traceId: span.traceID, spanId: span.spanID, parentId: parent?.spanID, name: span.operationName, attributes },
      service: processes[span.processID]?.serviceName ?? '',
      start: span.startTime,
      end: span.startTime + span.duration,
      links: span.references.filter((reference) => reference !== parent).map(({ spanID }) => spanID),
      values: [
        span.operationName,
        ...Object.values(attributes),
        ...span.logs.flatMap(({ fields }) => fields.map(({ value }) => value))
      ]
    }
  })
}
