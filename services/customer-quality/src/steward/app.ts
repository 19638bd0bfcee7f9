import { serveHttp, type App, type ServiceContext } from '@sales-pipeline/service-kit'
import type { Config } from '../config.ts'
import { errors } from '../errors.ts'
import { PAGE } from '../http/observe.ts'
import { isOutage } from '../keeper/adapters/mongodb.ts'
import { stewardInstruments } from '../metrics.ts'
import { accessOf } from './access.ts'
import type { Area } from './area.ts'
import { AUTHOR, createServer } from './http/server.ts'

/** What stewards see and decide: a page, an API, and what runs for each area of them. */
export function build(context: ServiceContext<Config>): App {
  const { config, metrics, health, logger } = context
  const areas: readonly Area[] = []
  const routes = [AUTHOR, ...areas.flatMap((area) => area.routes), PAGE]
  const instruments = stewardInstruments(metrics, routes)
  const listener = createServer({
    ...{ areas, instruments, isOutage, logger },
    access: accessOf(config),
    mostRequests: config.RATE_LIMIT,
    trustedProxies: config.TRUSTED_PROXIES
  })
  const { HTTP_HOST: host, HTTP_PORT: port } = config
  const server = { host, port, listener, health: health.component('http'), logger, what: 'stewards' }
  const unavailable = errors.CUSTOMER_HTTP_UNAVAILABLE
  const serve = (signal: AbortSignal): Promise<void> => serveHttp({ ...server, unavailable }, signal)
  return { services: [{ name: 'http', run: serve }, ...areas.flatMap(({ services }) => services)] }
}
