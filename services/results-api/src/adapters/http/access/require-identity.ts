import type { Request, RequestHandler } from 'express'
import { unauthorized } from '../../../core/problem.ts'
import { problemAnswer } from '../answer.ts'
import { send } from '../send.ts'
import type { Identify } from './identify.ts'

const identities = new WeakMap<Request, string>()
const BEARER = /^Bearer +([\w.~+/=-]{1,8000})$/i

/** Who sent a request, once it has been identified. */
export function identityOf(request: Request): string | undefined {
  return identities.get(request)
}

/** Notes who sends a request, if it says so truly. */
export function identifyRequests(identify: Identify): RequestHandler {
  return async (request, _response, next) => {
    const [, token] = BEARER.exec(request.headers.authorization ?? '') ?? []
    const identity = token === undefined ? undefined : await identify(token)
    if (identity !== undefined) identities.set(request, identity)
    next()
  }
}

/** Lets only those through who have been identified. */
export const requireIdentity: RequestHandler = async (request, response, next) => {
  if (identityOf(request) !== undefined) {
    next()
    return
  }
  const given = request.headers.authorization !== undefined
  const detail = given ? 'The key or token is not accepted.' : 'Send a key or a token: Authorization: Bearer …'
  const challenge = `Bearer realm="sales"${given ? ', error="invalid_token"' : ''}`
  await send(request, response, problemAnswer(unauthorized(detail), { 'www-authenticate': challenge }))
}
