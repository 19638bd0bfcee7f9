import type { CustomerRecord } from '@sales-pipeline/contracts'
import { Outbox, type OpenTopic, type Producer } from '@sales-pipeline/kafka'
import { contextHeaders } from '@sales-pipeline/observability'

export interface DeliveryOptions {
  readonly topic: OpenTopic<string, CustomerRecord>
  readonly producer: Producer
  readonly timeoutMs: number
  /** While so many wait, nobody else is let in. */
  readonly mostWaiting: number
}

/**
 * The way of registrations into Kafka, many in a batch. A registration is delivered once Kafka has acknowledged it. Whoever is
 * told that it was not delivered in time does not know whether it will be: it is to be sent again under the same id.
 */
export class Delivery {
  readonly #options: DeliveryOptions
  readonly #outbox: Outbox<number>
  readonly #waiting = new Map<number, () => void>()
  #last = 0

  constructor(options: DeliveryOptions) {
    this.#options = options
    this.#outbox = new Outbox<number>(options.producer, { acknowledged: this.#acknowledged })
  }

  /** Rejects when Kafka refuses for good. */
  get failed(): Promise<never> {
    return this.#outbox.failed
  }

  /** @returns whether Kafka has the record */
  async deliver(record: CustomerRecord): Promise<boolean> {
    const { topic, timeoutMs, mostWaiting } = this.#options
    if (this.#waiting.size >= mostWaiting) return false
    const number = ++this.#last
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const alarm = setTimeout(resolve, timeoutMs, false)
    this.#waiting.set(number, () => {
      resolve(true)
    })
    void this.#outbox
      .put([topic.record(record.customer_id, record, { headers: contextHeaders() })], number)
      .catch(resolve.bind(undefined, false))
    try {
      return await promise
    } finally {
      clearTimeout(alarm)
    }
  }

  flush(): Promise<void> {
    return this.#outbox.flush()
  }

  /** Everything up to this number: numbers are given out, and so inserted, in order. */
  readonly #acknowledged = (last: number): void => {
    for (const [number, tell] of this.#waiting) {
      if (number > last) return
      this.#waiting.delete(number)
      tell()
    }
  }
}
