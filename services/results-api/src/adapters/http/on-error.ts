import type { ErrorRequestHandler } from 'express'
import type { Logger } from '@sales-pipeline/observability'
import { badRequest, internal, unavailable } from '../../core/problem.ts'
import { IssuerUnavailable } from './access/identify.ts'
import { problemAnswer } from './answer.ts'
import { send } from './send.ts'

/** What a request that failed is answered; a bug tells nothing of itself. */
export function onError(isOutage: (error: unknown) => boolean, logger: Logger): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    if (error instanceof URIError) {
      await send(request, response, problemAnswer(badRequest('The path is not percent-encoded UTF-8.')))
      return
    }
    const outage = error instanceof IssuerUnavailable || isOutage(error)
    if (outage) logger.warn({ err: error }, 'What a request needs does not answer')
    else logger.error({ err: error, route: request.path }, 'A request failed')
    await send(request, response, problemAnswer(outage ? unavailable() : internal()))
  }
}
