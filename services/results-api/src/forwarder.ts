import type { DeadLetter, LineageEvent } from '@sales-pipeline/contracts'
import { deadLetterRecord, type KafkaClient, type OpenTopic, type Producer } from '@sales-pipeline/kafka'
import type { Logger } from '@sales-pipeline/observability'
import { retryForever } from '@sales-pipeline/service-kit'
import { errors } from './errors.ts'
import type { LineageInstruments } from './lineage-metrics.ts'

/** What an endpoint said to an event that it will never take. */
export interface Refused {
  readonly refused: string
}

/** Hands one event over. @throws while the endpoint is away, or asks to be asked later. */
export type PostEvent = (event: string, signal: AbortSignal) => Promise<'accepted' | Refused>

export interface ForwarderOptions {
  readonly kafka: KafkaClient
  readonly topic: OpenTopic<string, LineageEvent>
  readonly group: string
  readonly post: PostEvent
  readonly producer: Producer
  readonly deadLetters: OpenTopic<null, DeadLetter>
  readonly instruments: LineageInstruments
  /** Told of each dead letter. */
  readonly onDeadLetter: (code: string) => void
  readonly logger: Logger
  readonly signal: AbortSignal
}

const SERVICE = 'results-api'
const LONGEST_DELAY_MS = 30_000

/**
 * Hands every event on in order, one at a time, for as long as it takes. Its position is its consumer group's: what was
 * handed over but not committed yet is handed over again, which OpenLineage endpoints take for the same.
 */
export function forwardEvents(options: ForwarderOptions): Promise<void> {
  const { kafka, topic, group, signal } = options
  return kafka.consume({
    ...{ group, topics: [topic.name], signal, commit: 'manual' },
    batch: async ({ messages, partition, control }) => {
      for (const record of await topic.decode(messages)) {
        // What does not decode is no event.
        if (record.failure === undefined && record.value !== null) await forward(options, record.value, record.offset)
        await control.commit({ topic: topic.name, partition }, record.offset + 1n)
      }
    }
  })
}

async function forward(options: ForwarderOptions, { event }: LineageEvent, offset: bigint): Promise<void> {
  const { post, signal, instruments, logger, onDeadLetter, topic, producer, deadLetters } = options
  const answer = await retryForever(() => post(event, signal), {
    ...{ signal, maxDelayMs: LONGEST_DELAY_MS, isOutage: () => !signal.aborted },
    onRetry: (error, attempt, delayMs) => {
      instruments.forwarded.inc({ outcome: 'retried' })
      logger.warn({ err: error, attempt, delayMs }, 'The OpenLineage endpoint does not take an event; retrying')
    }
  })
  instruments.forwarded.inc({ outcome: answer === 'accepted' ? 'accepted' : 'refused' })
  if (answer === 'accepted') return
  const { code, message } = errors.RESULTS_LINEAGE_REFUSED(answer.refused)
  logger.warn({ code, offset: offset.toString() }, message)
  const letter = deadLetterRecord(deadLetters, SERVICE, {
    ...{ code, message, original: Buffer.from(event), contentType: 'application/json' },
    origin: { system: 'kafka', dataset: topic.name, position: `0:${offset}` }
  })
  await producer.send([letter])
  onDeadLetter(code)
}
