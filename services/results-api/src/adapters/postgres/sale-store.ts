import type pg from 'pg'
import { sales } from '@sales-pipeline/contracts'
import { formatAmount } from '@sales-pipeline/money'
import type { BusinessDay } from '@sales-pipeline/sales-aggregation'
import type { StoredPosition } from '../../core/lineage/restart.ts'
import type { SaleRecord } from '../../core/lineage/sale-record.ts'
import { isoDay } from '../../core/partials.ts'
import type { Reached, SaleStore } from '../../lineage-ports.ts'
import { copyInto, type CopyValue } from './copy.ts'
import { readPositions, savePosition } from './lineage-progress.ts'
import { statement } from './statements.ts'
import { inTransaction } from './transaction.ts'

const INCOMING = statement('incoming-sale')
const APPLY = [statement('apply-sale-versions'), statement('apply-sale-states')]
const POSTPONE = statement('postpone-completeness')
const FORGET_STATES = statement('forget-sale-states')
const FORGET_VERSIONS = statement('forget-sale-versions')

/** Every state of every sale: copied into a table of the session, then added, as one transaction with the position. */
export class PostgresSaleStore implements SaleStore {
  readonly #pool: pg.Pool
  readonly #dayOf: BusinessDay

  constructor(pool: pg.Pool, dayOf: BusinessDay) {
    this.#pool = pool
    this.#dayOf = dayOf
  }

  positions(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, StoredPosition>> {
    return readPositions(this.#pool, topic, partitions)
  }

  save(records: readonly SaleRecord[], reached: Reached): Promise<void> {
    return inTransaction(this.#pool, async (client) => {
      if (records.length > 0) {
        await client.query(INCOMING.text)
        await copyInto(
          client,
          'incoming_sale',
          Iterator.from(records).map((record) => this.#row(record))
        )
        for (const apply of APPLY) await client.query(apply)
      }
      await savePosition(client, reached)
      const { topic, partition } = reached
      if (isLate(records.at(-1))) await client.query({ ...POSTPONE, values: [topic, partition] })
    })
  }

  forget(topic: string, partition: number, withHistory: boolean): Promise<void> {
    return inTransaction(this.#pool, async (client) => {
      await client.query({ ...FORGET_STATES, values: [partition] })
      if (withHistory) await client.query({ ...FORGET_VERSIONS, values: [partition] })
      await savePosition(client, { topic, partition, next: 0n, end: 0n })
    })
  }

  /** In the order of the table's columns. */
  #row({ partition, offset, saleId, sale, recordedAt, traceId, deletedAt }: SaleRecord): readonly CopyValue[] {
    const place = [partition, offset, saleId, sale === null ? 't' : 'f', instant(recordedAt), traceId]
    if (sale === null) return [...place, deletedAt, ...NOTHING_KNOWN]
    const { version, place: at, salesman, amount, currency, sold_at, product, provenance } = sale
    return [
      ...place,
      ...[version, at.country, at.region, at.city, salesman.id, salesman.name],
      ...[formatAmount(amount), currency, instant(sold_at), isoDay(this.#dayOf(sold_at)), product],
      ...[provenance.system, provenance.dataset, provenance.position, instant(provenance.observed_at)]
    ]
  }
}

/** Half as long as sales keeps every state for sure: the rest is for the way to the end. */
const LATE_MS = Number(sales.config['min.compaction.lag.ms'] ?? 0) / 2

function isLate(last: SaleRecord | undefined): boolean {
  return last !== undefined && Date.now() - last.recordedAt > LATE_MS
}

/** A tombstone says nothing of a sale but the version. */
const NOTHING_KNOWN: readonly null[] = Array.from({ length: 14 }, () => null)

function instant(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
