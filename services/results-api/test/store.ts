import pg from 'pg'
import { createLogger } from '@sales-pipeline/observability'
import { useStack } from '@sales-pipeline/testkit'
import { PostgresChanges } from '../src/adapters/postgres/changes.ts'
import { PostgresDeadLetterReads } from '../src/adapters/postgres/dead-letter-reads.ts'
import { PostgresLineageReads } from '../src/adapters/postgres/lineage-reads.ts'
import { migrate } from '../src/adapters/postgres/migrations.ts'
import { cityLayout, salesmanLayout } from '../src/adapters/postgres/partial-layouts.ts'
import { PostgresPartialStore } from '../src/adapters/postgres/partial-store.ts'
import { createPool, READ_SETTINGS } from '../src/adapters/postgres/pools.ts'
import { PostgresReconciliationReads } from '../src/adapters/postgres/reconciliation-reads.ts'
import { PostgresResults } from '../src/adapters/postgres/results.ts'

export const quiet = createLogger({ service: 'test', level: 'silent' })

/** A migrated results store in a database of its own, and everything that works on it. */
export async function openStore(connections = 4, topicPrefix = '') {
  const stack = await useStack()
  const database = await stack.database()
  const { url } = database
  await migrate({ url, logger: quiet, signal: new AbortController().signal })
  const pool: pg.Pool = createPool({
    ...{ url, name: 'test', connections, logger: quiet },
    ...{ statementTimeoutMs: 60_000, settings: READ_SETTINGS }
  })
  return {
    url,
    pool,
    cities: new PostgresPartialStore(pool, cityLayout),
    salesmen: new PostgresPartialStore(pool, salesmanLayout),
    results: new PostgresResults(pool),
    lineage: { reads: new PostgresLineageReads(pool, topicPrefix), topicPrefix, now: Date.now },
    deadLetters: new PostgresDeadLetterReads(pool),
    reconciliation: new PostgresReconciliationReads(pool),
    changes: new PostgresChanges(url),
    [Symbol.asyncDispose]: async () => {
      await pool.end()
      await database.drop()
    }
  }
}

export type Store = Awaited<ReturnType<typeof openStore>>
