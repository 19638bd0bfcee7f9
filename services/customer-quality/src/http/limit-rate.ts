import type { RequestHandler } from 'express'
import { ipKeyGenerator, rateLimit } from 'express-rate-limit'
import { sendProblem } from './problem.ts'

/** Bounds the requests of one address (of IPv6, of its network) in a minute. */
export function limitRate(most: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit: most,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // TRUSTED_PROXIES says whom to believe.
    validate: false,
    keyGenerator: ({ ip }) => ipKeyGenerator(ip ?? ''),
    handler: (_request, response) => {
      sendProblem(response, 429, `Not more than ${most} requests a minute. Try again in a minute.`)
    }
  })
}
