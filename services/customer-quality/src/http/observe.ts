import type { RequestHandler } from 'express'
import type { HttpInstruments } from '@sales-pipeline/observability'
import { METHODS } from '../metrics.ts'

/** What no route of the API takes is the page's, or nobody's. */
export const PAGE = 'page'

/** Counts and times every request; the labels are few and known beforehand, whatever is asked. */
export function observeRequests(
  { requests, requestDuration }: HttpInstruments,
  routes: readonly string[]
): RequestHandler {
  return (request, response, next) => {
    const start = performance.now()
    response.once('close', () => {
      const matched = (request.route as { path?: unknown } | undefined)?.path
      const route = routes.find((known) => known === matched) ?? PAGE
      const method = METHODS.includes(request.method) ? request.method : 'other'
      requests.inc({ route, method, status: `${Math.trunc(response.statusCode / 100)}xx` })
      requestDuration.observe({ route }, (performance.now() - start) / 1000)
    })
    next()
  }
}
