import { endingAll, type OpenSpan } from '@sales-pipeline/observability'
import { CompressionTypes, type Kafka, type Producer as KafkajsProducer } from './kafkajs.ts'
import { isRefusal } from './classify.ts'
import { requests } from './core/requests.ts'
import { kafkaErrors } from './errors.ts'
import { javaPartitioner } from './partitioner.ts'
import type { Retry } from './retry.ts'
import type { OutgoingRecord } from './topic.ts'

const NO_SPANS: readonly OpenSpan[] = []

/** Below the 1,048,588 bytes that a broker takes for one partition at once (message.max.bytes) unless told otherwise. */
const MAX_REQUEST_BYTES = 950_000

/** By topic and partition: the offset after the last record just appended, where records were addressed to a partition. */
export type SentOffsets = ReadonlyMap<string, ReadonlyMap<number, bigint>>

/**
 * An idempotent producer with acks=all. Records are sent in the order given; those of one partition are appended in
 * that order. An outage is waited out, however long; what was sent before it may then be there twice.
 */
export class Producer {
  readonly #kafka: Kafka
  readonly #retry: Retry
  #client: Promise<KafkajsProducer> | null = null

  constructor(kafka: Kafka, retry: Retry) {
    this.#kafka = kafka
    this.#retry = retry
  }

  /**
   * Returns after all records are acknowledged by all in-sync replicas.
   *
   * @throws ServiceError KAFKA_REFUSED if Kafka refuses them for good.
   */
  async send(records: readonly OutgoingRecord[]): Promise<SentOffsets> {
    const ends = new Map<string, Map<number, bigint>>()
    for (const request of requests(records, MAX_REQUEST_BYTES)) {
      const spans = request.flatMap(({ sending }) => sending ?? NO_SPANS)
      await endingAll(spans, () => this.#request(request, ends))
    }
    return ends
  }

  async #request(records: readonly OutgoingRecord[], ends: Map<string, Map<number, bigint>>): Promise<void> {
    const byTopic = Map.groupBy(records, ({ topic }) => topic)
    const topicMessages = [...byTopic].map(([topic, messages]) => ({ topic, messages }))
    const sent = await this.#retry('produce', async () => {
      const client = await this.#connected()
      try {
        return await client.sendBatch({ acks: -1, compression: CompressionTypes.None, topicMessages })
      } catch (error) {
        await this.#giveUp()
        throw refusalOr(error)
      }
    })
    noteOffsets(sent, byTopic, ends)
  }

  async disconnect(): Promise<void> {
    const client = await this.#client?.catch(() => null)
    this.#client = null
    await client?.disconnect()
  }

  #connected(): Promise<KafkajsProducer> {
    this.#client ??= this.#connect()
    return this.#client
  }

  async #connect(): Promise<KafkajsProducer> {
    const client = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: javaPartitioner
    })
    try {
      await client.connect()
      return client
    } catch (error) {
      this.#client = null
      throw error
    }
  }

  /** After a failure the client's sequence numbers are in doubt: the next attempt begins with a new producer id. */
  async #giveUp(): Promise<void> {
    const client = await this.#client?.catch(() => null)
    this.#client = null
    // The connection is given up because of an error that says more than this one would.
    await client?.disconnect().catch(() => undefined)
  }
}

function refusalOr(error: unknown): unknown {
  if (!isRefusal(error)) return error
  return kafkaErrors.KAFKA_REFUSED(`produce: ${(error as Error).message}`, { cause: error })
}

/** Notes the ends of partitions that records were addressed to: Kafka's first offset plus the records of that request. */
function noteOffsets(
  sent: readonly { topicName: string; partition: number; baseOffset?: string }[],
  byTopic: ReadonlyMap<string, readonly OutgoingRecord[]>,
  ends: Map<string, Map<number, bigint>>
): void {
  for (const { topicName, partition, baseOffset } of sent) {
    const count = byTopic.get(topicName)?.filter((record) => record.partition === partition).length ?? 0
    if (baseOffset === undefined || count === 0) continue
    const partitions = ends.get(topicName) ?? new Map<number, bigint>()
    ends.set(topicName, partitions.set(partition, BigInt(baseOffset) + BigInt(count)))
  }
}
