import confluent from '@kafkajs/confluent-schema-registry'
import type avro from 'avsc'
import { describeDifferences, type AvroJson } from '@sales-pipeline/contracts'
import type { Retry } from './retry.ts'
import { avroOptions } from './avro.ts'
import { kafkaErrors } from './errors.ts'

const { SchemaRegistry, SchemaType } = confluent

/** Looks schemas up, by id and by subject. Registering is the work of `provision`, never of a service. */
export class Registry {
  readonly #client
  readonly #url: string
  readonly #retry: Retry
  readonly #writers = new Map<number, avro.Type | null>()

  constructor(url: string, clientId: string, retry: Retry) {
    this.#url = url
    this.#retry = retry
    this.#client = new SchemaRegistry({ host: url, clientId }, { [SchemaType.AVRO]: avroOptions() })
  }

  /**
   * The id under which the registry knows exactly this schema in this subject.
   *
   * @throws ServiceError KAFKA_CONTRACT_MISSING, KAFKA_CONTRACT_INCOMPATIBLE naming the fields that differ. Outages are retried.
   */
  async idOf(subject: string, schema: AvroJson): Promise<number> {
    const registered = { type: SchemaType.AVRO, schema: JSON.stringify(schema) } as const
    const id = await this.#retry(`look up ${subject}`, () =>
      this.#client.getRegistryIdBySchema(subject, registered).catch(undefinedWhenUnknown)
    )
    if (id !== undefined) return id
    const latest = await this.#latest(subject)
    if (latest === undefined) {
      throw kafkaErrors.KAFKA_CONTRACT_MISSING(`no subject ${subject} at ${this.#url}`)
    }
    const fields = describeDifferences(schema, latest)
    throw kafkaErrors.KAFKA_CONTRACT_INCOMPATIBLE(`${subject}: ${fields.join('; ')}`)
  }

  /** The type that a message was written with, if it is known already; null if the registry does not know the id. */
  cachedWriter(id: number): avro.Type | null | undefined {
    return this.#writers.get(id)
  }

  /** Fetches the type that a message was written with; null if the registry does not know the id. Outages are retried. */
  async writer(id: number): Promise<avro.Type | null> {
    const known = this.#writers.get(id)
    if (known !== undefined) return known
    const type = await this.#retry(`fetch schema ${id}`, () =>
      this.#client.getSchema(id).then((schema) => schema as unknown as avro.Type, undefinedWhenUnknown)
    )
    this.#writers.set(id, type ?? null)
    return type ?? null
  }

  async #latest(subject: string): Promise<AvroJson | undefined> {
    return this.#retry(`fetch the latest ${subject}`, async () => {
      const response = await fetch(`${this.#url}/subjects/${encodeURIComponent(subject)}/versions/latest`, {
        signal: AbortSignal.timeout(TIMEOUT_MS)
      })
      if (response.status === NOT_FOUND) return undefined
      if (!response.ok) throw new Error(`the registry answered ${response.status} for ${subject}`)
      const { schema } = (await response.json()) as { schema: string }
      return JSON.parse(schema) as AvroJson
    })
  }
}

const NOT_FOUND = 404
const TIMEOUT_MS = 10_000

/** Only the registry's own "not found": an outage taken for one would make dead letters of good records. The look-up by schema wraps it. */
function undefinedWhenUnknown(error: unknown): undefined {
  const { status, name } = error as { status?: number; name?: string }
  if (status === NOT_FOUND || name === 'ConfluentSchemaRegistryError') return undefined
  throw error
}
