import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from '@sales-pipeline/observability'
import type { Component } from '@sales-pipeline/service-kit'
import { errors } from '../../../errors.ts'

export interface HttpOptions {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  readonly listener: RequestListener
  readonly health: Component
  readonly logger: Logger
}

const REQUEST_TIMEOUT_MS = 10_000
const CLOSE_IDLE_MS = 50

/** Serves until the signal aborts, then finishes the requests at hand. */
export async function serveHttp(
  { host, port, listener, health, logger }: HttpOptions,
  signal: AbortSignal
): Promise<void> {
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, listener)
  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (cause) {
    throw errors.CUSTOMER_HTTP_UNAVAILABLE(`${host}:${port}`, { cause })
  }
  logger.info({ host, port: (server.address() as AddressInfo).port }, 'Listening for registrations')
  health.ready()
  if (!signal.aborted) await once(signal, 'abort')
  health.notReady('draining')
  const closed = once(server, 'close')
  server.close()
  const closing = setInterval(() => {
    server.closeIdleConnections()
  }, CLOSE_IDLE_MS)
  await closed
  clearInterval(closing)
}
