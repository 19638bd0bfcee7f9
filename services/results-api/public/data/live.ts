import { authorization, Refusal } from '@sales-pipeline/page-kit/browser'
import { EventLines } from '../model/event-lines.ts'

export type LiveState = 'connecting' | 'live' | 'lost'

interface Follower {
  readonly onRevision: (asOf: string | null) => void
  readonly onState: (state: LiveState) => void
}

const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 8000
/** The service sends something at least every 15 s. */
const SILENCE_MS = 40_000

/** Follows the revisions of the results for as long as the page is open. Not by EventSource: it can send no key. */
export async function follow({ onRevision, onState }: Follower): Promise<never> {
  let seen = ''
  let delay = FIRST_RETRY_MS
  for (;;) {
    try {
      await listen(seen, {
        opened: () => {
          delay = FIRST_RETRY_MS
          onState('live')
        },
        heard: (id, asOf) => {
          seen = id
          onRevision(asOf)
        }
      })
    } catch (error) {
      // Without a key there is nothing to follow; the reader is asked for it elsewhere.
      onState(error instanceof Refusal && error.status === 401 ? 'connecting' : 'lost')
    }
    await waitOrOnline(delay)
    delay = Math.min(delay * 2, LONGEST_RETRY_MS)
  }
}

interface Ears {
  readonly opened: () => void
  readonly heard: (id: string, asOf: string | null) => void
}

/** Never returns normally: the end of the stream is its loss. */
async function listen(seen: string, { opened, heard }: Ears): Promise<never> {
  const silent = new AbortController()
  const headers = { ...authorization(), ...(seen !== '' && { 'last-event-id': seen }) }
  const response = await fetch('/api/v1/events', { headers, cache: 'no-store', signal: silent.signal })
  if (!response.ok || response.body === null) throw new Refusal(response.status, response.statusText)
  opened()
  const lines = new EventLines()
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const watch = window.setTimeout(() => {
      silent.abort()
    }, SILENCE_MS)
    const { done, value } = await reader.read()
    window.clearTimeout(watch)
    if (done) throw new TypeError('The stream of events has ended')
    for (const { type, id, data } of lines.read(value)) {
      if (type === 'revision') heard(id, (JSON.parse(data) as { readonly asOf: string | null }).asOf)
    }
  }
}

function waitOrOnline(delay: number): Promise<void> {
  return new Promise((resolve) => {
    window.setTimeout(resolve, delay)
    window.addEventListener(
      'online',
      () => {
        resolve()
      },
      { once: true }
    )
  })
}
