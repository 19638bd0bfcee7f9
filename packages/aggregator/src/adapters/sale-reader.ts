import { sales, validator, type DeadLetter, type Sale, type Violation } from '@sales-pipeline/contracts'
import {
  deadLetterRecord,
  startProcessing,
  type ConsumedBatch,
  type Decoded,
  type OpenTopic,
  type OutgoingRecord,
  type Refusal
} from '@sales-pipeline/kafka'
import { within, type OpenSpan, type SourceTimes } from '@sales-pipeline/observability'
import type { ReadSale } from '@sales-pipeline/sales-aggregation'
import { aggregatorErrors } from '../errors.ts'

/** What a batch says of the sales in it, and what of it is refused. */
export interface ReadBatch {
  /** The last state of each sale; null: deleted. */
  readonly sales: ReadonlyMap<string, ReadSale | null>
  readonly refused: readonly { readonly code: string; readonly letter: OutgoingRecord }[]
  readonly records: number
  /** The broker's time of the last record. */
  readonly appendedAt: number
  /** A deletion has no time but the broker's. */
  readonly times: SourceTimes | undefined
  /** Of the sales that are traced, by id: for the caller to end. */
  readonly spans: ReadonlyMap<string, OpenSpan>
}

const AVRO = 'application/vnd.apache.avro'
const NONE: readonly Violation[] = []

/** Turns batches of the input into sales. Decodes no more of them than a ReadSale. */
export class SaleReader {
  readonly #topic: OpenTopic<string, Sale>
  readonly #deadLetters: OpenTopic<null, DeadLetter>
  readonly #service: string
  readonly #group: string
  /** The id is the record's key: what is decoded of the value does not have it. */
  readonly #violationsOfId = validator(sales.rules.filter(({ field }) => field === 'sale_id'))
  readonly #violationsOfRest = validator(sales.rules.filter(({ field }) => field !== 'sale_id'))

  constructor(
    service: string,
    group: string,
    topic: OpenTopic<string, Sale>,
    deadLetters: OpenTopic<null, DeadLetter>
  ) {
    this.#service = service
    this.#group = group
    this.#topic = topic
    this.#deadLetters = deadLetters
  }

  async read(messages: ConsumedBatch['messages'], partition: number): Promise<ReadBatch> {
    const found = new Map<string, ReadSale | null>()
    let [oldest, newest] = [Infinity, -Infinity]
    const refused: { code: string; letter: OutgoingRecord }[] = []
    const spans = new Map<string, OpenSpan>()
    const from = { topic: this.#topic.name, partition }
    for (const record of await this.#topic.decode(messages)) {
      const span = startProcessing(record, from, this.#group)
      const refusal = this.#refusalOf(record)
      if (refusal !== undefined) refused.push(this.#refuse(record, partition, refusal, span))
      else if (record.failure === undefined) {
        found.set(record.key, record.value)
        const time = record.value?.provenance.observed_at ?? Number(record.message.timestamp)
        oldest = Math.min(oldest, time)
        newest = Math.max(newest, time)
        if (span !== undefined || spans.size > 0) supersede(spans, record.key, span)
      }
    }
    const appendedAt = Number(messages.at(-1)?.timestamp ?? 0)
    const times = found.size === 0 ? undefined : { oldest, newest }
    return { sales: found, refused, records: messages.length, appendedAt, times, spans }
  }

  #refusalOf(record: Decoded<string, Sale>): Pick<Refusal, 'code' | 'message' | 'violations'> | undefined {
    if (record.failure !== undefined) return record.failure
    const { key, value } = record
    const ofId = this.#violationsOfId({ sale_id: key })
    const ofRest = value === null ? NONE : this.#violationsOfRest(value)
    if (ofId.length === 0 && ofRest.length === 0) return undefined
    const { code, summary } = aggregatorErrors.AGGREGATOR_SALE_REFUSED
    return { code, message: summary, violations: [...ofId, ...ofRest] }
  }

  #refuse(
    { message, offset }: Decoded<string, Sale>,
    partition: number,
    refusal: Pick<Refusal, 'code' | 'message' | 'violations'>,
    span: OpenSpan | undefined
  ): { code: string; letter: OutgoingRecord } {
    const letterOf = () =>
      deadLetterRecord(this.#deadLetters, this.#service, {
        ...refusal,
        origin: { system: 'kafka', dataset: this.#topic.name, position: `${partition}:${offset.toString()}` },
        original: message.value ?? message.key ?? Buffer.alloc(0),
        contentType: AVRO
      })
    const letter = span === undefined ? letterOf() : within(span.context, letterOf)
    span?.end()
    return { code: refusal.code, letter }
  }
}

/** A newer state of the sale in the same batch is all that is looked at. */
function supersede(spans: Map<string, OpenSpan>, saleId: string, span: OpenSpan | undefined): void {
  spans.get(saleId)?.end()
  if (span === undefined) spans.delete(saleId)
  else spans.set(saleId, span)
}
