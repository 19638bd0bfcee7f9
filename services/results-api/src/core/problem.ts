/** One parameter that is wrong, and what is allowed instead. */
export interface ParameterError {
  readonly parameter: string
  readonly message: string
}

/** A problem document: https://www.rfc-editor.org/rfc/rfc9457 */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors?: readonly ParameterError[]
}

function problem(name: string, title: string, status: number, detail: string): Problem {
  return { type: `urn:sales-pipeline:problem:${name}`, title, status, detail }
}

export function invalidParameters(errors: readonly ParameterError[]): Problem {
  const detail = errors.map(({ parameter, message }) => `${parameter} ${message}`).join('; ')
  return { ...problem('invalid-parameters', 'The request has wrong parameters', 400, `${detail}.`), errors }
}

export function badRequest(detail: string): Problem {
  return problem('bad-request', 'The request cannot be read', 400, detail)
}

export function notFound(detail: string): Problem {
  return problem('not-found', 'There is no such thing', 404, detail)
}

export function methodNotAllowed(method: string, allowed: string): Problem {
  return problem(
    'method-not-allowed',
    'The method is not allowed here',
    405,
    `${method} is not allowed; use ${allowed}.`
  )
}

export function unauthorized(detail: string): Problem {
  return problem('unauthorized', 'The API is not open to everybody', 401, detail)
}

export function tooManyRequests(seconds: number): Problem {
  return problem('too-many-requests', 'Too many requests', 429, `Try again in ${seconds} s.`)
}

export function tooManyListeners(): Problem {
  return problem('too-many-listeners', 'Too many clients wait for updates', 503, 'Try again soon, or ask now and then.')
}

export function unavailable(): Problem {
  return problem(
    'unavailable',
    'The results cannot be read now',
    503,
    'The results store does not answer; try again soon.'
  )
}

export function internal(): Problem {
  return problem('internal', 'The request failed', 500, 'The log of the service says why.')
}
