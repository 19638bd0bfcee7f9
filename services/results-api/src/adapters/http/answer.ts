import type { Problem } from '../../core/problem.ts'

/** An answer as it goes out. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: Buffer
}

/** This API is data only: nothing in it may be framed, sniffed, or run. */
const SECURITY_HEADERS = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin'
}

const RETRY_AFTER_SECONDS = 2

export function jsonAnswer(body: object): Answer {
  return answer(200, 'application/json; charset=utf-8', body)
}

export function problemAnswer(problem: Problem, headers: Readonly<Record<string, string>> = {}): Answer {
  const retry = problem.status === 503 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {}
  return answer(problem.status, 'application/problem+json; charset=utf-8', problem, { ...retry, ...headers })
}

function answer(status: number, type: string, value: object, headers: Readonly<Record<string, string>> = {}): Answer {
  const body = Buffer.from(JSON.stringify(value))
  return {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'cache-control': 'no-cache',
      'content-type': type,
      'content-length': body.length,
      ...headers
    },
    body
  }
}
