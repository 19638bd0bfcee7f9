import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from '@sales-pipeline/observability'
import type { Component } from './health.ts'

export interface HttpServerOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly listener: RequestListener
  /** Ends the answers that would never end by themselves. */
  readonly onDrain?: () => void
  /** What is wrong where the address cannot be listened on. */
  readonly unavailable: (address: string, options: { readonly cause: unknown }) => Error
  readonly health: Component
  readonly logger: Logger
  /** What the server waits for, as the log says it. */
  readonly what: string
}

const REQUEST_TIMEOUT_MS = 10_000
/** Longer than a load balancer keeps an idle connection, so that it is never the server that closes first. */
const KEEP_ALIVE_MS = 75_000
const CLOSE_IDLE_MS = 50

/** Serves until the signal aborts, then finishes the requests at hand. @throws what `unavailable` makes of the address */
export async function serveHttp(
  { host, port, listener, onDrain, unavailable, health, logger, what }: HttpServerOptions,
  signal: AbortSignal
): Promise<void> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS }, listener)
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    throw unavailable(`${host}:${port}`, { cause })
  }
  logger.info({ host, port: (server.address() as AddressInfo).port }, `Listening for ${what}`)
  health.ready()
  if (!signal.aborted) await once(signal, 'abort')
  health.notReady('draining')
  const drained = drain(server)
  onDrain?.()
  await drained
}

/** Finishes the requests at hand; a connection that asks for more is told to close, one that falls idle is closed. */
async function drain(server: Server): Promise<void> {
  server.prependListener('request', (_request, response) => {
    response.shouldKeepAlive = false
  })
  const closed = once(server, 'close')
  server.close()
  const closing = setInterval(() => {
    server.closeIdleConnections()
  }, CLOSE_IDLE_MS)
  await closed
  clearInterval(closing)
}
