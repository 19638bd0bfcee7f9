import type pg from 'pg'
import { deadLetters } from '@sales-pipeline/contracts'
import type { StoredPosition } from '../../core/lineage/restart.ts'
import type { DeadLetterStore, RefusedRecord } from '../../dead-letter-ports.ts'
import type { Reached } from '../../lineage-ports.ts'
import { jsonb } from './jsonb.ts'
import { readPositions, savePosition } from './lineage-progress.ts'
import { statement } from './statements.ts'
import { inTransaction } from './transaction.ts'

const SAVE = statement('save-dead-letters')
const FORGET = statement('forget-dead-letters')
/** As long as the topics keep them. */
const KEPT_MS = deadLetters('').config['retention.ms'] ?? '2592000000'

/** A letter is known by its place in the topic: saved again, it changes nothing. */
export class PostgresDeadLetterStore implements DeadLetterStore {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  positions(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, StoredPosition>> {
    return readPositions(this.#pool, topic, partitions)
  }

  save(letters: readonly RefusedRecord[], reached: Reached): Promise<void> {
    return inTransaction(this.#pool, async (client) => {
      if (letters.length > 0) await client.query({ ...SAVE, values: [jsonb(letters.map(rowOf))] })
      await savePosition(client, reached)
    })
  }

  forget(service: string, at: Reached): Promise<void> {
    return inTransaction(this.#pool, async (client) => {
      await client.query({ ...FORGET, values: [KEPT_MS, service] })
      await savePosition(client, at)
    })
  }

  async trim(): Promise<void> {
    await this.#pool.query({ ...FORGET, values: [KEPT_MS, null] })
  }
}

function rowOf({ service, partition, offset, origin, ...letter }: RefusedRecord) {
  const { code, message, violations, traceId, refusedAt, contentType, size } = letter
  return {
    ...{ service, partition, record_offset: String(offset), code, message, ...origin, violations },
    ...{ trace_id: traceId, refused_at: refusedAt.toISOString(), content_type: contentType, size }
  }
}
