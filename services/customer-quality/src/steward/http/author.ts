import type { RequestHandler, Response } from 'express'
import { holderOf } from '@sales-pipeline/service-kit'
import { sendProblem } from '../../http/problem.ts'
import type { Access } from '../access.ts'

const BEARER = /^Bearer +([\w.~+/=-]{1,200})$/i
const ANONYMOUS = 'anonymous'

/** Lets only those through who have a key, or everybody where access is open; notes who it is. */
export function requireAuthor(access: Access): RequestHandler {
  return ({ headers: { authorization } }, response, next) => {
    const [, key] = BEARER.exec(authorization ?? '') ?? []
    const author = access.kind === 'open' ? ANONYMOUS : key === undefined ? undefined : holderOf(access.keys, key)
    if (author !== undefined) {
      response.locals['author'] = author
      next()
      return
    }
    const given = authorization !== undefined
    response.set('www-authenticate', `Bearer realm="steward"${given ? ', error="invalid_token"' : ''}`)
    sendProblem(response, 401, given ? 'The key is not accepted.' : 'Send a key: Authorization: Bearer …')
  }
}

/** Who asks; the author of what is decided. */
export function authorOf(response: Response): string {
  return String(response.locals['author'])
}
