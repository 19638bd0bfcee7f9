import { once } from 'node:events'
import { createServer } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Metrics } from '@sales-pipeline/observability'
import { runtimeErrors } from './runtime-errors.ts'
import type { Readiness } from './health.ts'

export interface OpsServerOptions {
  readonly host: string
  /** 0 takes a free port. */
  readonly port: number
  readonly liveness: () => Readiness
  readonly readiness: () => Readiness
  readonly metrics: Metrics
}

export interface OpsServer {
  readonly port: number
  close(): Promise<void>
}

/** Serves /healthz (200, or 503: restart me), /readyz (200, or 503 with the reasons) and /metrics. Rejects with OPS_PORT_UNAVAILABLE. */
export async function startOpsServer(options: OpsServerOptions): Promise<OpsServer> {
  const server = createServer((request, response) => {
    answer(options, request.url ?? '/', response).catch((error: unknown) => {
      response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error))
    })
  })
  server.listen(options.port, options.host)
  try {
    await once(server, 'listening')
  } catch (cause) {
    throw runtimeErrors.OPS_PORT_UNAVAILABLE(`${options.host}:${options.port}`, { cause })
  }
  return { port: (server.address() as AddressInfo).port, close: () => close(server) }
}

async function answer(options: OpsServerOptions, url: string, response: ServerResponse): Promise<void> {
  switch (new URL(url, 'http://ops').pathname) {
    case '/healthz':
      sendVerdict(response, options.liveness())
      return
    case '/readyz':
      sendVerdict(response, options.readiness())
      return
    case '/metrics': {
      const { registry } = options.metrics
      response.writeHead(200, { 'content-type': registry.contentType }).end(await registry.metrics())
      return
    }
    default:
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Try /healthz, /readyz or /metrics.\n')
  }
}

function sendVerdict(response: ServerResponse, verdict: Readiness): void {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  response.writeHead(verdict.ready ? 200 : 503, headers).end(`${JSON.stringify(verdict)}\n`)
}

async function close(server: Server): Promise<void> {
  server.close()
  server.closeAllConnections()
  if (server.listening) await once(server, 'close')
}
