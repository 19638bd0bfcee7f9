import { setTimeout as delay } from 'node:timers/promises'
import type { Simulated } from './simulated.ts'

export interface SendOptions {
  /** The portal, without a path. */
  readonly url: string
  /** Registrations a second; Infinity: as fast as the portal takes them. */
  readonly rate: number
  readonly signal?: AbortSignal
  /** Told of each registration that was answered for good. */
  readonly onAnswer?: (of: Simulated, outcome: Outcome) => void
}

export type Outcome = 'accepted' | 'refused'

const AT_ONCE = 50
const AGAIN_AFTER_MS = 200

/**
 * Sends registrations, each until the portal has taken or refused it: one that was not answered is sent again under its id.
 *
 * @throws Error at an answer that is neither
 */
export async function sendAll(all: Iterable<Simulated>, options: SendOptions): Promise<void> {
  const { rate, signal } = options
  const began = performance.now()
  const under = new Set<Promise<void>>()
  let sent = 0
  for (const one of all) {
    if (signal?.aborted === true) break
    const ahead = (sent++ / rate) * 1000 - (performance.now() - began)
    if (ahead > 0) await delay(ahead)
    const sending = send(one, options).finally(() => under.delete(sending))
    under.add(sending)
    if (under.size >= AT_ONCE) await Promise.race(under)
  }
  await Promise.all(under)
}

async function send(one: Simulated, { url, signal, onAnswer }: SendOptions): Promise<void> {
  for (;;) {
    const status = await put(`${url}/api/v1/registrations/${one.id}`, one.form)
    if (status === 202 || status === 422) {
      onAnswer?.(one, status === 202 ? 'accepted' : 'refused')
      return
    }
    if (status !== undefined && status < 500 && status !== 429) throw new Error(`The portal answers ${status}.`)
    if (signal?.aborted === true) return
    await delay(AGAIN_AFTER_MS)
  }
}

/** The status; undefined where there was no answer. */
async function put(url: string, form: object): Promise<number | undefined> {
  const headers = { 'content-type': 'application/json' }
  try {
    const response = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(form) })
    await response.arrayBuffer()
    return response.status
  } catch {
    return undefined
  }
}
