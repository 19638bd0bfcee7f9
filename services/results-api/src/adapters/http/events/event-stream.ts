import type { Request, Response } from 'express'
import { tooManyListeners } from '../../../core/problem.ts'
import type { Revision } from '../../../ports.ts'
import { problemAnswer, SECURITY_HEADERS } from '../answer.ts'
import { send } from '../send.ts'
import { revisionId, type RevisionHub } from './revision-hub.ts'

export const EVENTS_PATH = '/api/v1/events'

const HEARTBEAT_MS = 15_000
const RECONNECT_MS = 2000
/** Whoever does not read as much as this is gone, or too slow to be told. */
const MOST_UNREAD_BYTES = 16_384

export interface EventStreamOptions {
  readonly hub: RevisionHub
  /** How many may listen at once. */
  readonly mostClients: number
}

/** Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export async function streamRevisions(
  { hub, mostClients }: EventStreamOptions,
  request: Request,
  response: Response
): Promise<void> {
  if (hub.size >= mostClients) {
    await send(request, response, problemAnswer(tooManyListeners()))
    return
  }
  const headers = { 'cache-control': 'no-store', 'content-type': 'text/event-stream; charset=utf-8' }
  response.writeHead(200, { ...SECURITY_HEADERS, ...headers, 'x-accel-buffering': 'no' })
  if (request.method === 'HEAD') {
    response.end()
    return
  }
  const write = (text: string): void => {
    response.write(text)
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy()
  }
  write(`retry: ${RECONNECT_MS}\n\n`)
  let seen = request.headers['last-event-id']
  const tell = (revision: Revision): void => {
    if (revisionId(revision) !== seen) write(eventOf(revision))
    seen = revisionId(revision)
  }
  if (hub.current !== undefined) tell(hub.current)
  const stop = hub.listen(tell, () => response.end())
  const heartbeat = setInterval(write, HEARTBEAT_MS, ': still here\n\n')
  response.once('close', () => {
    clearInterval(heartbeat)
    stop()
  })
}

function eventOf(revision: Revision): string {
  const data = { revision: revision.id, asOf: revision.asOf?.toISOString() ?? null }
  return `id: ${revisionId(revision)}\nevent: revision\ndata: ${JSON.stringify(data)}\n\n`
}
