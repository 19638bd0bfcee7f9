import type { RequestHandler, Response } from 'express'
import { ROUTE_UNMATCHED, type Instruments } from '../../metrics.ts'

const routes = new WeakMap<Response, string>()

/** Tells which route, of those known to the metrics, a response belongs to. */
export function routeOf(response: Response, route: string): void {
  routes.set(response, route)
}

/** Counts and times every request; the labels are few and known beforehand, whatever is asked. */
export function observeRequests({ requests, requestDuration }: Instruments): RequestHandler {
  return ({ method }, response, next) => {
    const start = performance.now()
    response.once('close', () => {
      const route = routes.get(response) ?? ROUTE_UNMATCHED
      const status = `${Math.trunc(response.statusCode / 100)}xx`
      requests.inc({ route, method: method === 'GET' || method === 'HEAD' ? method : 'other', status })
      requestDuration.observe({ route }, (performance.now() - start) / 1000)
    })
    next()
  }
}
