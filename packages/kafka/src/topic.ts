import type avro from 'avsc'
import type { IHeaders, KafkaMessage } from 'kafkajs'
import type { AvroJson, Topic } from '@sales-pipeline/contracts'
import { contextHeaders, type Context, type OpenSpan } from '@sales-pipeline/observability'
import { avroType } from './avro.ts'
import { kafkaErrors } from './errors.ts'
import type { Registry } from './registry.ts'
import { startSending } from './spans.ts'

/** A record ready to be sent: the serialised form of a topic's key and value. */
export interface OutgoingRecord {
  readonly topic: string
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers?: Readonly<Record<string, string>>
  /** Only where the partition is not the key's own (murmur2). */
  readonly partition?: number
  /** Of a record that is traced by itself; the producer ends them. */
  readonly sending?: readonly OpenSpan[]
}

export interface RecordOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly partition?: number
  /** What made this record, where that is traced: the first trace goes on with it, and the others are linked to it. */
  readonly traces?: readonly Context[] | undefined
}

interface Received {
  readonly offset: bigint
  /** Epoch ms; the broker's or the producer's clock, as the topic is configured. */
  readonly timestamp: number
  readonly headers: IHeaders
  readonly message: KafkaMessage
}

/** A message that decoded; value null is a tombstone. */
export interface DecodedRecord<K, V> extends Received {
  readonly key: K
  readonly value: V | null
  readonly failure?: undefined
}

/** A message that did not decode, and why. */
export interface UndecodableRecord extends Received {
  readonly failure: { readonly code: string; readonly message: string }
}

export type Decoded<K, V> = DecodedRecord<K, V> | UndecodableRecord

const NO_OPTIONS: RecordOptions = {}
const MAGIC_BYTE = 0
const HEADER_BYTES = 5

/** Grows to the largest record seen: as much as Kafka takes in one, at the most a few MB. */
let scratch = Buffer.alloc(4_096)

/** A topic bound to its name in this cluster and to its schemas in the registry: the only way to write or read it. */
export class OpenTopic<K, V> {
  readonly name: string
  readonly contract: Topic<K, V>
  readonly #key: Side | null
  readonly #value: Side

  private constructor(contract: Topic<K, V>, name: string, key: Side | null, value: Side) {
    this.contract = contract
    this.name = name
    this.#key = key
    this.#value = value
  }

  /** @throws ServiceError if the registry's contracts are not this service's own. */
  static async open<K, V>(
    contract: Topic<K, V>,
    prefix: string,
    registry: Registry,
    reader?: AvroJson
  ): Promise<OpenTopic<K, V>> {
    const name = prefix + contract.name
    const key = contract.key && (await Side.open(registry, `${name}-key`, contract.key.schema))
    return new OpenTopic(contract, name, key, await Side.open(registry, `${name}-value`, contract.value.schema, reader))
  }

  /**
   * Serialises a record; a null value is a tombstone.
   *
   * @throws Error naming the field if key or value are not of the contract's schema: a bug, as inputs are checked before.
   */
  record(key: K, value: V | null, options: RecordOptions = NO_OPTIONS): OutgoingRecord {
    const record = {
      topic: this.name,
      key: this.#key === null ? null : this.#key.encode(key),
      value: value === null ? null : this.#value.encode(value),
      ...options
    }
    if (options.traces === undefined) return record
    const sending = startSending(this.name, options.traces, options.partition)
    return { ...record, headers: { ...options.headers, ...contextHeaders(sending[0].context) }, sending }
  }

  /**
   * Decodes messages by the schema each was written with, resolved to this reader's. Never throws for bad bytes: a
   * message that does not decode carries its failure. Waits where the registry must be asked and cannot answer yet.
   */
  async decode(messages: readonly KafkaMessage[]): Promise<Decoded<K, V>[]> {
    await this.#learnWriters(messages)
    return messages.map((message) => this.#decodeOne(message))
  }

  async #learnWriters(messages: readonly KafkaMessage[]): Promise<void> {
    for (const { key, value } of messages) {
      if (key !== null && this.#key !== null && !this.#key.knows(key)) await this.#key.learn(key)
      if (value !== null && !this.#value.knows(value)) await this.#value.learn(value)
    }
  }

  #decodeOne(message: KafkaMessage): Decoded<K, V> {
    try {
      const key = (this.#key === null ? null : this.#key.decode(message.key, 'key')) as K
      const value = message.value === null ? null : (this.#value.decode(message.value, 'value') as V)
      return new DecodedMessage(message, key, value)
    } catch (error) {
      return new UndecodableMessage(message, { code: 'KAFKA_UNDECODABLE', message: (error as Error).message })
    }
  }
}

/** Offset and time are worked out only for whoever asks: there are hundreds of thousands of these a second. */
class ReceivedMessage implements Received {
  readonly message: KafkaMessage

  constructor(message: KafkaMessage) {
    this.message = message
  }

  get offset(): bigint {
    return BigInt(this.message.offset)
  }

  get timestamp(): number {
    return Number(this.message.timestamp)
  }

  get headers(): IHeaders {
    return this.message.headers ?? {}
  }
}

class DecodedMessage<K, V> extends ReceivedMessage implements DecodedRecord<K, V> {
  readonly key: K
  readonly value: V | null
  readonly failure = undefined

  constructor(message: KafkaMessage, key: K, value: V | null) {
    super(message)
    this.key = key
    this.value = value
  }
}

class UndecodableMessage extends ReceivedMessage implements UndecodableRecord {
  readonly failure: UndecodableRecord['failure']

  constructor(message: KafkaMessage, failure: UndecodableRecord['failure']) {
    super(message)
    this.failure = failure
  }
}

/** Key or value of a topic: writes with one schema, reads every schema that the subject has had. */
class Side {
  readonly #registry: Registry
  readonly #subject: string
  readonly #writeType: avro.Type
  readonly #readType: avro.Type
  readonly #id: number
  /** By writer id: how to read it, or why it cannot be read. The client library would build this anew for each message. */
  readonly #readers = new Map<number, { resolver?: avro.Resolver } | { unreadable: string }>()

  private constructor(registry: Registry, subject: string, id: number, schema: AvroJson, reader: AvroJson | undefined) {
    this.#registry = registry
    this.#subject = subject
    this.#id = id
    this.#writeType = avroType(schema)
    this.#readType = reader === undefined ? this.#writeType : avroType(reader)
    this.#readers.set(id, reader === undefined ? {} : { resolver: this.#resolver(this.#writeType) })
  }

  static async open(registry: Registry, subject: string, schema: AvroJson, reader?: AvroJson): Promise<Side> {
    return new Side(registry, subject, await registry.idOf(subject, schema), schema, reader)
  }

  /** By way of one scratch buffer: avsc's own toBuffer costs twice as much. */
  encode(value: unknown): Buffer {
    const end = this.#writeTo(scratch, value)
    if (end < 0) {
      scratch = Buffer.alloc(2 * (scratch.length - end))
      return this.encode(value)
    }
    scratch[0] = MAGIC_BYTE
    scratch.writeUInt32BE(this.#id, 1)
    return Buffer.from(scratch.subarray(0, end))
  }

  /** Returns the end of what was written behind the header, or by how much the buffer was too small, below zero. */
  #writeTo(buffer: Buffer, value: unknown): number {
    try {
      return this.#writeType.encode(value, buffer, HEADER_BYTES)
    } catch (error) {
      const fields: string[] = []
      this.#writeType.isValid(value, { errorHook: (path) => fields.push(path.join('.')) })
      throw new Error(`${this.#subject}: not of its contract, see field ${fields.join(', ')}`, { cause: error })
    }
  }

  knows(bytes: Buffer): boolean {
    return !isFramed(bytes) || this.#readers.has(bytes.readUInt32BE(1))
  }

  async learn(bytes: Buffer): Promise<void> {
    const id = bytes.readUInt32BE(1)
    const writer = await this.#registry.writer(id)
    this.#readers.set(
      id,
      writer === null ? { unreadable: `the registry knows no schema ${id}` } : this.#tryResolver(writer)
    )
  }

  #tryResolver(writer: avro.Type): { resolver: avro.Resolver } | { unreadable: string } {
    try {
      return { resolver: this.#resolver(writer) }
    } catch (error) {
      return { unreadable: (error as Error).message }
    }
  }

  #resolver(writer: avro.Type): avro.Resolver {
    try {
      return this.#readType.createResolver(writer)
    } catch (error) {
      throw kafkaErrors.KAFKA_CONTRACT_INCOMPATIBLE(`${this.#subject}: ${(error as Error).message}`, { cause: error })
    }
  }

  /** @throws Error saying what is wrong with the bytes. */
  decode(bytes: Buffer | null, part: string): unknown {
    if (bytes === null) throw new Error(`the ${part} is missing`)
    if (!isFramed(bytes)) throw new Error(`the ${part} does not begin with a magic byte and a schema id`)
    const reader = this.#readers.get(bytes.readUInt32BE(1))
    if (reader === undefined) throw new Error(`the ${part}'s schema has not been fetched`)
    if ('unreadable' in reader) throw new Error(`the ${part}: ${reader.unreadable}`)
    const decoded: { value: unknown; offset: number } = this.#readType.decode(bytes, HEADER_BYTES, reader.resolver)
    const { value, offset } = decoded
    if (offset !== bytes.length)
      throw new Error(`the ${part} is ${offset < 0 ? 'cut off' : 'longer than its schema says'}`)
    return value
  }
}

function isFramed(bytes: Buffer): boolean {
  return bytes.length >= HEADER_BYTES && bytes[0] === MAGIC_BYTE
}
