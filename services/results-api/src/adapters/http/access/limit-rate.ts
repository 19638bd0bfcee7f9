import type { RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { tooManyRequests } from '../../../core/problem.ts'
import { problemAnswer } from '../answer.ts'
import { send } from '../send.ts'
import { identityOf } from './require-identity.ts'

const WINDOW_MS = 60_000

/** Bounds the requests of one client in a minute: of a key or token, or else of an address (of IPv6, of its network). */
export function limitRate(most: number): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: most,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'requests',
    // TRUSTED_PROXIES says whom to believe; a header beyond that is no mistake of ours.
    validate: false,
    keyGenerator: (request) => {
      const identity = identityOf(request)
      return identity === undefined ? `address ${ipKeyGenerator(request.ip ?? '')}` : `key ${identity}`
    },
    handler: (request, response, next) => {
      const seconds = Number(response.getHeader('retry-after') ?? WINDOW_MS / 1000)
      send(request, response, problemAnswer(tooManyRequests(seconds))).catch(next)
    }
  })
}
