import { lineage, type EventType, type LineageEvent } from '@sales-pipeline/contracts'
import { KafkaClient, type KafkaSettings, type OpenTopic, type OutgoingRecord } from '@sales-pipeline/kafka'
import type { Logger } from '@sales-pipeline/observability'
import type { RunEvent } from '../core/events.ts'
import { Waiting } from '../core/waiting.ts'
import type { LineageInstruments } from '../metrics.ts'
import type { Outlet } from '../ports.ts'

const MOST_WAITING = 1_000
const MOST_IN_A_REQUEST = 100

interface Entry {
  readonly type: EventType
  readonly runId: string
  readonly event: RunEvent
}

/** Sends events by a producer of its own, so that nothing of the pipeline ever waits behind them. */
export class KafkaOutlet implements Outlet {
  readonly #instruments: LineageInstruments
  readonly #waiting = new Waiting<Entry>(MOST_WAITING)
  readonly #giveUp = new AbortController()
  readonly #failure = Promise.withResolvers<never>()
  readonly #kafka: KafkaClient
  readonly #producer
  #topic: OpenTopic<string, LineageEvent> | undefined
  #sending: Promise<void> | undefined

  constructor(settings: KafkaSettings, logger: Logger, instruments: LineageInstruments) {
    this.#instruments = instruments
    this.#kafka = new KafkaClient(settings, { logger, signal: this.#giveUp.signal })
    this.#producer = this.#kafka.producer()
    // Whoever waits on `failed` sees the failure; nobody waiting must not end the process.
    this.#failure.promise.catch(() => undefined)
  }

  get failed(): Promise<never> {
    return this.#failure.promise
  }

  offer(event: RunEvent): boolean {
    const type = event.eventType
    const taken = this.#waiting.add({ type, runId: event.run.runId, event })
    if (!taken) this.#instruments.dropped.inc({ type })
    this.#sending ??= this.#send()
    return taken
  }

  async close(withinMs: number): Promise<void> {
    const timer = setTimeout(() => {
      this.#giveUp.abort()
    }, withinMs)
    await this.#sending
    clearTimeout(timer)
    await this.#producer.disconnect()
  }

  /** Never rejects. */
  async #send(): Promise<void> {
    try {
      const topic = (this.#topic ??= await this.#kafka.open(lineage))
      while (!this.#waiting.isEmpty) {
        const events = this.#waiting.next(MOST_IN_A_REQUEST)
        await this.#producer.send(events.map(({ event }) => record(topic, event)))
        this.#waiting.sent(events.length)
        for (const { type } of events) this.#instruments.sent.inc({ type })
      }
    } catch (error) {
      if (!this.#giveUp.signal.aborted) this.#failure.reject(error)
    } finally {
      this.#sending = undefined
    }
  }
}

function record(topic: OpenTopic<string, LineageEvent>, event: RunEvent): OutgoingRecord {
  const { runId } = event.run
  return topic.record(runId, {
    event_time: Date.parse(event.eventTime),
    event_type: event.eventType,
    run_id: runId,
    job_namespace: event.job.namespace,
    job_name: event.job.name,
    producer: event.producer,
    event: JSON.stringify(event)
  })
}
