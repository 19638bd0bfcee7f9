import type { ErrorRequestHandler } from 'express'
import type { Logger } from '@sales-pipeline/observability'
import { sendProblem } from './problem.ts'

interface HttpError {
  readonly status?: number
  readonly name?: string
  /** In bytes. */
  readonly limit?: number
}

/** What a request that failed is answered. Of what cannot be read nothing is logged: it is what somebody has typed. */
export function onError(logger: Logger): ErrorRequestHandler {
  return (error: HttpError, _request, response, next) => {
    if (response.headersSent) {
      next(error)
    } else if (error.status === 413) {
      sendProblem(response, 413, `Not more than ${error.limit ?? 0} bytes.`)
    } else if (error.status !== undefined && error.status < 500) {
      sendProblem(response, 400, 'It is no JSON, or its path or encoding is none.')
    } else {
      logger.error({ error_type: error.name }, 'A request failed')
      sendProblem(response, 500, 'The log says why.')
    }
  }
}
