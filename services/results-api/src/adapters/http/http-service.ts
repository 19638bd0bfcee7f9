import { serveHttp, type HttpServerOptions, type Service } from '@sales-pipeline/service-kit'
import { errors } from '../../errors.ts'

/** Serves until the signal aborts, then finishes the requests at hand. */
export function httpService(options: Omit<HttpServerOptions, 'unavailable' | 'what'>): Service {
  const unavailable = errors.RESULTS_HTTP_UNAVAILABLE
  return { name: 'http', run: (signal) => serveHttp({ ...options, unavailable, what: 'API requests' }, signal) }
}
