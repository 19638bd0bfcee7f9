import { setTimeout as delay } from 'node:timers/promises'
import type { CustomerNotification } from '@sales-pipeline/contracts'

/** What a customer is shown of a notification. */
export type Notice = Pick<CustomerNotification, 'template' | 'parameters' | 'caused_by' | 'created_at'>

/** The latest notification of each customer, of so many customers, and whoever waits for one. */
export class Notices {
  readonly #most: number
  readonly #latest = new Map<string, Notice>()
  readonly #waiting = new Map<string, Set<() => void>>()

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#latest.size
  }

  learn({ customer_id, template, parameters, caused_by, created_at }: CustomerNotification): void {
    this.#latest.delete(customer_id)
    this.#latest.set(customer_id, { template, parameters, caused_by, created_at })
    const [oldest] = this.#latest.keys()
    if (this.#latest.size > this.#most && oldest !== undefined) this.#latest.delete(oldest)
    for (const tell of this.#waiting.get(customer_id) ?? []) tell()
  }

  /** The customer's latest one made after `since`; waits for it for a while, or until the signal aborts. */
  async of(customer: string, since: number, waitMs: number, signal: AbortSignal): Promise<Notice | undefined> {
    const newer = () => {
      const notice = this.#latest.get(customer)
      return notice !== undefined && notice.created_at > since ? notice : undefined
    }
    if (newer() === undefined && waitMs > 0 && !signal.aborted) await this.#news(customer, waitMs, signal)
    return newer()
  }

  async #news(customer: string, waitMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const tell = (): void => {
      resolve(undefined)
    }
    const all = this.#waiting.get(customer) ?? new Set()
    this.#waiting.set(customer, all.add(tell))
    const over = new AbortController()
    try {
      const ended = AbortSignal.any([signal, over.signal])
      await Promise.race([promise, delay(waitMs, undefined, { signal: ended }).catch(() => undefined)])
    } finally {
      over.abort()
      all.delete(tell)
      if (all.size === 0) this.#waiting.delete(customer)
    }
  }
}
