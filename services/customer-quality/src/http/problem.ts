import type { RequestHandler, Response } from 'express'

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
  422: 'What was sent is not taken',
  429: 'Too many requests',
  500: 'The request failed',
  503: 'This cannot be done now'
}

/** A problem document: https://www.rfc-editor.org/rfc/rfc9457; `members` are those of this kind of problem. */
export function sendProblem(response: Response, status: number, detail: string, members: object = {}): void {
  response.type('application/problem+json')
  sendJson(response, status, { type: 'about:blank', title: TITLES[status], status, detail, ...members })
}

export function refuseMethod(allowed: string): RequestHandler {
  return (_request, response) => {
    sendProblem(response.set('allow', allowed), 405, `Use ${allowed}.`)
  }
}
