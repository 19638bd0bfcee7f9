import type { PostEvent } from '../forwarder.ts'

const TIMEOUT_MS = 10_000
const LONGEST_SHOWN = 300
const REQUEST_TIMEOUT = 408
const TOO_MANY_REQUESTS = 429

/** POST <url>/api/v1/lineage, as Marquez and others take it: https://openlineage.io/apidocs/openapi */
export function openLineageEndpoint(url: string, apiKey: string | undefined): PostEvent {
  const target = `${url.replace(/\/+$/, '')}/api/v1/lineage`
  const headers = {
    'content-type': 'application/json',
    ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` })
  }
  return async (event, signal) => {
    const response = await fetch(target, {
      ...{ method: 'POST', headers, body: event, redirect: 'error' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
    })
    const { status } = response
    const answer = (await response.text()).slice(0, LONGEST_SHOWN)
    if (response.ok) return 'accepted'
    if (isFinal(status)) return { refused: `${status} ${answer}` }
    throw new Error(`${target} answered ${status}`)
  }
}

/** The event itself is at fault: nothing changes that. Wrong credentials are the operator's to mend, and waited out. */
function isFinal(status: number): boolean {
  const isOurs = status >= 400 && status < 500
  return isOurs && ![401, 403, REQUEST_TIMEOUT, TOO_MANY_REQUESTS].includes(status)
}
