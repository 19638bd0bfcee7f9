import express, { type Express } from 'express'
import type { HttpInstruments, Logger } from '@sales-pipeline/observability'
import { limitRate } from '../../http/limit-rate.ts'
import { observeRequests } from '../../http/observe.ts'
import { onError } from '../../http/on-error.ts'
import { servePage } from '../../http/page.ts'
import { sendJson, sendProblem } from '../../http/problem.ts'
import type { Access } from '../access.ts'
import type { Area } from '../area.ts'
import { authorOf, requireAuthor } from './author.ts'

export interface ServerOptions {
  readonly areas: readonly Area[]
  readonly access: Access
  /** Of one address in a minute; 0: any number. */
  readonly mostRequests: number
  readonly trustedProxies: number
  readonly instruments: HttpInstruments
  readonly isOutage: (error: unknown) => boolean
  readonly logger: Logger
}

export const AUTHOR = '/api/v1/author'

/** The stewards' page, and the API that it and others ask. */
export function createServer(options: ServerOptions): Express {
  const { areas, access, mostRequests, trustedProxies, instruments, isOutage, logger } = options
  const app = express()
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').set('trust proxy', trustedProxies)
  app.use(observeRequests(instruments, [AUTHOR, ...areas.flatMap(({ routes }) => routes)]))
  if (mostRequests > 0) app.use('/api', limitRate(mostRequests))
  app.use('/api', requireAuthor(access))
  app.get(AUTHOR, (_request, response) => {
    sendJson(response, 200, { author: authorOf(response) })
  })
  for (const { router } of areas) app.use(router)
  servePage(app, 'steward/index.html', ['/'])
  app.use((_request, response) => {
    sendProblem(response, 404, 'The API is under /api/v1; the page is at /.')
  })
  app.use(onError(logger, isOutage))
  return app
}
