import type { Response } from 'express'
import type { FieldProblem } from '../../core/registration.ts'

/** Data: nothing in it may be framed, sniffed, kept, or run. */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store'
}

export function sendJson(response: Response, status: number, body: object): void {
  response.status(status).set(SECURITY_HEADERS).json(body)
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request cannot be read',
  404: 'There is no such thing',
  405: 'The method is not allowed here',
  413: 'The request is too large',
  415: 'The request is no JSON',
  422: 'The registration is not taken',
  429: 'Too many requests',
  500: 'The request failed',
  503: 'Registrations cannot be taken now'
}

/** A problem document: https://www.rfc-editor.org/rfc/rfc9457 */
export function sendProblem(
  response: Response,
  status: number,
  detail: string,
  problems?: readonly FieldProblem[]
): void {
  response.type('application/problem+json')
  sendJson(response, status, {
    type: 'about:blank',
    title: TITLES[status],
    status,
    detail,
    ...(problems && { problems })
  })
}
