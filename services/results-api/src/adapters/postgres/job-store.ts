import type pg from 'pg'
import { lineage } from '@sales-pipeline/contracts'
import type { Digest } from '../../core/lineage/digest.ts'
import type { StoredPosition } from '../../core/lineage/restart.ts'
import type { JobStore, Reached } from '../../lineage-ports.ts'
import { jsonb } from './jsonb.ts'
import { readPositions, savePosition } from './lineage-progress.ts'
import { statement } from './statements.ts'
import { inTransaction } from './transaction.ts'

const SAVE = {
  jobs: statement('save-lineage-jobs'),
  runs: statement('save-lineage-runs'),
  datasets: statement('save-lineage-datasets')
}
const FORGET = [statement('forget-lineage-runs'), statement('forget-lineage-datasets')]
/** As long as the topic keeps the events. */
const KEPT_MS = lineage.config['retention.ms'] ?? '604800000'

export class PostgresJobStore implements JobStore {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }

  positions(topic: string, partitions: readonly number[]): Promise<ReadonlyMap<number, StoredPosition>> {
    return readPositions(this.#pool, topic, partitions)
  }

  save({ jobs, runs, datasets }: Digest, reached: Reached): Promise<void> {
    return inTransaction(this.#pool, async (client) => {
      await client.query({ ...SAVE.jobs, values: [jsonb(jobs)] })
      await client.query({ ...SAVE.runs, values: [jsonb(runs)] })
      await client.query({ ...SAVE.datasets, values: [jsonb(datasets)] })
      for (const forget of FORGET) await client.query({ ...forget, values: [KEPT_MS] })
      await savePosition(client, reached)
    })
  }
}
