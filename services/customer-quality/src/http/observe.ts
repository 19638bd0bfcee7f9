import type { RequestHandler } from 'express'
import type { Histogram } from '@sales-pipeline/observability'

/** What no route of the API takes is the page's, or nobody's. */
export const PAGE = 'page'

/** Times every request; the labels are few and known beforehand, whatever is asked. */
export function observeRequests(
  requestDuration: Histogram<'route' | 'status'>,
  routes: readonly string[]
): RequestHandler {
  return (request, response, next) => {
    const start = performance.now()
    response.once('close', () => {
      const matched = (request.route as { path?: unknown } | undefined)?.path
      const route = routes.find((known) => known === matched) ?? PAGE
      const status = `${Math.trunc(response.statusCode / 100)}xx`
      requestDuration.observe({ route, status }, (performance.now() - start) / 1000)
    })
    next()
  }
}
