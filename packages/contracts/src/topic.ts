import { createHash } from 'node:crypto'
import { contractRules } from './validation/contract-rules.ts'
import type { Rule } from './validation/rule.ts'

/** An Avro schema as parsed JSON. */
export type AvroJson = string | readonly unknown[] | Readonly<Record<string, unknown>>

/** The registry's compatibility modes. */
export type Compatibility =
  'BACKWARD' | 'BACKWARD_TRANSITIVE' | 'FORWARD' | 'FORWARD_TRANSITIVE' | 'FULL' | 'FULL_TRANSITIVE' | 'NONE'

/** What is installed together: a deployment chooses its lines. */
export type Line = 'sales' | 'customers'

/** One schema of a topic. `T` is the TypeScript form of its values; it exists for the compiler only. */
export interface Contract<T> {
  readonly schema: AvroJson
  /** SHA-256 (hex) of the schema without its documentation; unlike Avro's canonical form it covers logical types and defaults. */
  readonly fingerprint: string
  readonly valueType?: T
}

/** A topic and all that its contract says of it. A null value is a tombstone, on compacted topics only. */
export interface Topic<K, V> {
  readonly stream: string
  readonly name: string
  readonly line: Line
  readonly owner: string
  readonly description: string
  readonly partitions: number
  /** Kafka's own topic settings. */
  readonly config: Readonly<Record<string, string>>
  readonly compatibility: Compatibility
  readonly key: Contract<K> | null
  /** The field of the record that is also its key, where producers outside may feed the stream. */
  readonly keyField: string | undefined
  readonly value: Contract<V>
  /** Those of contract.yaml and those that stand in the value's schema. */
  readonly rules: readonly Rule[]
}

/** contracts/<stream>/ as data: what `make gen` writes. */
export interface ContractData<K, V> {
  readonly stream: string
  /** Default: sales. */
  readonly line?: Line
  readonly owner: string
  readonly description: string
  readonly topic: {
    readonly name: string
    /** Where the name holds `{instance}`: the instances that exist. */
    readonly instances?: readonly string[]
    readonly partitions: number
    readonly config: Readonly<Record<string, string>>
  }
  readonly compatibility: Compatibility
  readonly key: AvroJson | null
  readonly keyField?: string
  readonly value: AvroJson
  readonly rules?: readonly Rule[]
  readonly types?: readonly [K, V]
}

/** The topic of a contract; `instance` fills the name's `{instance}`. */
export function topicOf<K, V>(data: ContractData<K, V>, instance = ''): Topic<K, V> {
  return {
    stream: data.stream,
    name: data.topic.name.replace('{instance}', instance),
    line: data.line ?? 'sales',
    owner: data.owner,
    description: data.description,
    partitions: data.topic.partitions,
    config: data.topic.config,
    compatibility: data.compatibility,
    key: data.key === null ? null : contractOf<K>(data.key),
    keyField: data.keyField,
    value: contractOf<V>(data.value),
    rules: contractRules(data.value, data.rules ?? [])
  }
}

function contractOf<T>(schema: AvroJson): Contract<T> {
  return { schema, fingerprint: fingerprint(schema) }
}

function fingerprint(schema: AvroJson): string {
  const undocumented = JSON.stringify(schema, (key, value: unknown) => (key === 'doc' ? undefined : value))
  return createHash('sha256').update(undocumented).digest('hex')
}
