import type { CustomerNotification, CustomerRecord, CustomerVerdict } from '@sales-pipeline/contracts'
import type { Assessment } from '@sales-pipeline/customer-quality'
import type { ConsumedBatch, OpenTopic, OutgoingRecord } from '@sales-pipeline/kafka'
import { contextHeaders, type Counter } from '@sales-pipeline/observability'
import { readBatch, type Placed, type ReadingOptions } from '../read-batch.ts'
import { notificationOf } from './notification.ts'

export interface AssessorOptions extends ReadingOptions {
  readonly input: OpenTopic<string, CustomerRecord>
  readonly verdicts: OpenTopic<string, CustomerVerdict>
  readonly notifications: OpenTopic<string, CustomerNotification>
  readonly assess: (record: CustomerRecord) => Assessment
  readonly counted: Counter<'verdict'>
  readonly now: () => number
}

/** Writes the verdict on every record, and what its customer is to be told, before the group moves past it. */
export class Assessor {
  readonly #options: AssessorOptions

  constructor(options: AssessorOptions) {
    this.#options = options
  }

  async handle(batch: ConsumedBatch): Promise<void> {
    const { input, producer, counted } = this.#options
    const found = (await readBatch(input, batch, this.#options)).map((placed) => ({
      record: placed.value,
      verdict: this.#verdictOf(placed)
    }))
    await producer.send(found.flatMap(({ record, verdict }) => this.#recordsOf(record, verdict)))
    for (const { verdict } of found) counted.inc({ verdict: verdict.verdict })
  }

  #verdictOf({ value: record, partition, offset }: Placed<CustomerRecord>): CustomerVerdict {
    const { verdict, failures, ruleSet, version } = this.#options.assess(record)
    const { customer_id, source, changed_at } = record
    return {
      ...{ customer_id, source, verdict, failures },
      rule_set: ruleSet,
      rule_set_version: version,
      position: { partition, offset },
      corrections: [],
      changed_at,
      assessed_at: this.#options.now()
    }
  }

  #recordsOf(record: CustomerRecord, verdict: CustomerVerdict): OutgoingRecord[] {
    const { verdicts, notifications } = this.#options
    const headers = contextHeaders()
    return [
      verdicts.record(record.customer_id, verdict, { headers }),
      notifications.record(record.customer_id, notificationOf(record, verdict), { headers })
    ]
  }
}
