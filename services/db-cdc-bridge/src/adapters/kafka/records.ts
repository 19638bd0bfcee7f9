import { cdc, deadLetters, sales, type DeadLetter, type Sale } from '@sales-pipeline/contracts'
import type { CdcKey, ChangeEnvelope } from '@sales-pipeline/contracts'
import {
  deadLetterRecord,
  tombstone,
  type KafkaClient,
  type OpenTopic,
  type OutgoingRecord
} from '@sales-pipeline/kafka'
import { contextHeaders, type SaleSource, type SaleTraces, type Traced } from '@sales-pipeline/observability'
import type { Cause, ChangeEmission, Emission, RefusedEmission } from '../../core/emission.ts'
import { formatLsn } from '../../core/lsn.ts'
import type { Role } from '../../core/source-tables.ts'
import { errors } from '../../errors.ts'

export const SERVICE = 'db-cdc-bridge'

/** In the source database a sale waits from its commit, from the moment that a snapshot shows, or from the reading of its row. */
const CAPTURED: Readonly<Record<Cause, SaleSource>> = {
  change: { name: 'capture sale', waitsAs: 'commit' },
  snapshot: { name: 'capture sale', waitsAs: 'snapshot' },
  reread: { name: 'capture sale', waitsAs: 'read row' }
}
const MISSED: SaleSource = { name: 'miss sale' }

/** Below Kafka's usual limit for a batch, 1 MiB, with room for the rest of it. */
const LARGEST_VALUE = 700_000

export interface BridgeTopics {
  readonly sales: OpenTopic<string, Sale>
  readonly changes: Readonly<Record<Role, OpenTopic<CdcKey, ChangeEnvelope>>>
  readonly deadLetters: OpenTopic<null, DeadLetter>
}

/** Binds the topics that the bridge writes to. */
export async function openTopics(kafka: KafkaClient, schema: string): Promise<BridgeTopics> {
  return {
    sales: await kafka.open(sales),
    changes: {
      sale: await kafka.open(cdc(schema, 'sale')),
      salesman: await kafka.open(cdc(schema, 'salesman')),
      city: await kafka.open(cdc(schema, 'city'))
    },
    deadLetters: await kafka.open(deadLetters(SERVICE))
  }
}

/** Turns emissions into records. */
export class Records {
  readonly #topics: BridgeTopics
  readonly #dataset: string
  readonly #onTooLarge: () => void
  readonly #traces: SaleTraces

  /** @param dataset the sale table's name with its schema */
  constructor(topics: BridgeTopics, dataset: string, traces: SaleTraces, onTooLarge: () => void) {
    this.#traces = traces
    this.#topics = topics
    this.#dataset = dataset
    this.#onTooLarge = onTooLarge
  }

  /** The record of an emission: of a sale's own trace, if it gets one, else of the active span. */
  of(emission: Exclude<Emission, { readonly kind: 'all-gone' }>): OutgoingRecord {
    switch (emission.kind) {
      case 'sale': {
        const { key, sale, cause } = emission
        return this.#topics.sales.record(key, sale, this.#trace(key, cause, sale.provenance.observed_at))
      }
      case 'tombstone': {
        const { key, version, committedAt } = emission
        return tombstone(this.#topics.sales, key, version, this.#trace(key, 'change', committedAt))
      }
      case 'change':
        return this.#change(emission)
      case 'refused':
        return this.#refusal(emission)
    }
  }

  /** @param since how long the source has had it: null where nobody knows */
  #trace(key: string, cause: Cause, since: number | null): Traced {
    return since === null
      ? this.#traces.begin(key, MISSED, Date.now())
      : this.#traces.begin(key, CAPTURED[cause], since)
  }

  #change({ table, key, envelope }: ChangeEmission): OutgoingRecord {
    const record = this.#topics.changes[table].record(key, envelope, { headers: contextHeaders() })
    const size = record.value?.length ?? 0
    if (size <= LARGEST_VALUE) return record
    this.#onTooLarge()
    const { schema, lsn } = envelope.source
    return deadLetterRecord(this.#topics.deadLetters, SERVICE, {
      origin: { system: 'postgres', dataset: `${schema}.${table}`, position: formatLsn(lsn) },
      code: errors.CDC_ROW_TOO_LARGE.code,
      message: `${errors.CDC_ROW_TOO_LARGE.summary}: ${size} bytes`,
      original: Buffer.from(JSON.stringify(key)),
      contentType: 'application/json'
    })
  }

  #refusal({ code, message, violations, original, position }: RefusedEmission): OutgoingRecord {
    const bytes = Buffer.from(JSON.stringify(original))
    return deadLetterRecord(this.#topics.deadLetters, SERVICE, {
      origin: { system: 'postgres', dataset: this.#dataset, position },
      code,
      message,
      violations,
      original: bytes.subarray(0, LARGEST_VALUE),
      contentType: 'application/json'
    })
  }
}
