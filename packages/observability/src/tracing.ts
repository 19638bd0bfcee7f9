import { context, propagation, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { ExportWatch } from './export-watch.ts'
import type { Logger } from './logger.ts'
import { saleIds } from './sale-ids.ts'
import { samplerFrom } from './sampling.ts'
import { useSystemTracers } from './spans.ts'

export interface TracingOptions {
  readonly service: string
  readonly version: string
  /** Base URL of an OTLP/HTTP collector, such as http://127.0.0.1:4318. Without it nothing is traced. */
  readonly endpoint?: string | undefined
  /** Told once when the collector becomes unreachable and once when it is back. */
  readonly logger?: Logger
  /** OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG are read from here: the process's environment unless given. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

export interface Tracing {
  /** Sends what is still queued, for two seconds at most. Never rejects. */
  shutdown(): Promise<void>
}

const QUEUE = { maxQueueSize: 8192, maxExportBatchSize: 512, scheduledDelayMillis: 1000, exportTimeoutMillis: 10_000 }
const LONGEST_SHUTDOWN_MS = 2000

/**
 * Installs tracing for the process: asynchronous context, W3C propagation, and a bounded queue that sends batches by OTLP/HTTP.
 * When the collector is unreachable, spans are dropped and the service goes on.
 */
export function startTracing({ service, version, endpoint, logger, env = process.env }: TracingOptions): Tracing {
  if (endpoint === undefined || endpoint === '') return { shutdown: () => Promise.resolve() }
  const exporter = new ExportWatch(new OTLPTraceExporter({ url: tracesUrl(endpoint), timeoutMillis: 5000 }), logger)
  const sampler = samplerFrom(env)
  const spanProcessors = [saleIds, new BatchSpanProcessor({ exporter, ...QUEUE })]
  const providerOf = (resource: Record<string, string>) =>
    new TracerProvider({
      ...{ sampler, spanProcessors },
      resource: defaultResource().merge(resourceFromAttributes(resource))
    })
  const provider = providerOf({ 'service.name': service, 'service.version': version })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  trace.setGlobalTracerProvider(provider)
  useSystemTracers({
    kafka: providerOf({ 'service.name': 'kafka' }).getTracer(service, version),
    postgres: providerOf({ 'service.name': 'postgres' }).getTracer(service, version)
  })
  return { shutdown: () => within(LONGEST_SHUTDOWN_MS, provider.shutdown()) }
}

/** The signal's path is appended to the base, as the specification of OTEL_EXPORTER_OTLP_ENDPOINT says. */
function tracesUrl(endpoint: string): string {
  return `${endpoint.replace(/\/+$/, '')}/v1/traces`
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  await Promise.race([work.catch(() => undefined), timeout])
  clearTimeout(timer)
}
