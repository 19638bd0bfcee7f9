import type { DeadLetter, Sale } from '@sales-pipeline/contracts'
import { deadLetterRecord, Outbox, type OpenTopic, type OutgoingRecord, type Producer } from '@sales-pipeline/kafka'
import type { SaleSource, SaleTraces } from '@sales-pipeline/observability'

import type { Position } from '../core/poll.ts'
import type { Outcome, PageOrigin } from '../core/sale.ts'
import { errors } from '../errors.ts'
import type { OpenDelivery } from '../ports.ts'

const RECEIVED: SaleSource = { name: 'receive sale' }

/** Less than half of what Kafka takes in one message, as JSON may double in UTF-8. */
const MOST_ORIGINAL_CHARACTERS = 250_000

export interface Topics {
  readonly service: string
  readonly sales: OpenTopic<string, Sale>
  readonly deadLetters: OpenTopic<null, DeadLetter>
  readonly traces: SaleTraces
}

/** Sales and tombstones to `sales`, refused sales to the service's dead letters, acknowledged in order. */
export function kafkaDelivery(producer: Producer, topics: Topics): OpenDelivery {
  return (acknowledged) => {
    const outbox = new Outbox<Position>(producer, { acknowledged })
    return {
      put: (outcomes, origin, position) =>
        outbox.put(
          outcomes.map((outcome) => recordOf(outcome, origin, topics)),
          position
        ),
      flush: () => outbox.flush(),
      failed: outbox.failed
    }
  }
}

function recordOf(
  outcome: Outcome,
  origin: PageOrigin,
  { service, sales, deadLetters, traces }: Topics
): OutgoingRecord {
  switch (outcome.kind) {
    case 'sale':
      return sales.record(outcome.key, outcome.sale, traces.begin(outcome.key, RECEIVED, origin.observedAt))
    case 'deleted':
      return sales.record(outcome.key, null, traces.begin(outcome.key, RECEIVED, origin.observedAt))
    case 'refused': {
      const { violations, position, element } = outcome
      const original = JSON.stringify(element)
      const isCut = original.length > MOST_ORIGINAL_CHARACTERS
      const message = `${errors.SALE_INVALID.summary}${isCut ? `; the original is cut at ${MOST_ORIGINAL_CHARACTERS} characters` : ''}`
      return deadLetterRecord(deadLetters, service, {
        origin: { system: 'soap', dataset: origin.dataset, position },
        code: errors.SALE_INVALID.code,
        message,
        violations,
        original: Buffer.from(isCut ? original.slice(0, MOST_ORIGINAL_CHARACTERS) : original),
        contentType: 'application/json'
      })
    }
  }
}
