import { hash } from 'node:crypto'
import type { Problem } from '../../core/problem.ts'

/** An answer as it goes out, but for its compression. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: Buffer
}

/** Data: nothing in it may be framed, sniffed, or run. */
export const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin'
}

const RETRY_AFTER_SECONDS = 2

export function jsonAnswer(body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return found(JSON.stringify(body), 'application/json; charset=utf-8', headers)
}

/** A strong ETag: it differs for all but the same bytes, whichever replica answers. */
export function found(content: string | Buffer, type: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = Buffer.from(content)
  const etag = `"${hash('sha256', body, 'base64url').slice(0, 27)}"`
  return answer(200, type, body, { etag, ...headers })
}

export function problemAnswer(problem: Problem, headers: Readonly<Record<string, string>> = {}): Answer {
  const retry = problem.status === 503 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {}
  const body = Buffer.from(JSON.stringify(problem))
  return answer(problem.status, 'application/problem+json; charset=utf-8', body, { ...retry, ...headers })
}

function answer(status: number, type: string, body: Buffer, headers: Readonly<Record<string, string>>): Answer {
  return {
    status,
    headers: { ...SECURITY_HEADERS, 'cache-control': 'no-cache', 'content-type': type, ...headers },
    body
  }
}
