import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createLogger } from '@sales-pipeline/observability'
import { useStack } from '@sales-pipeline/testkit'
import { isOutage } from '../src/adapters/postgres/outage.ts'
import { createPool } from '../src/adapters/postgres/pools.ts'
import { inTransaction } from '../src/adapters/postgres/transaction.ts'
import { breakableProxy } from './breakable-proxy.ts'

// Unheard, the loss would end the process or let it wait for ever.
const SOON = { timeout: 30_000 }

test(
  'a connection that is lost between two statements is an outage, and the next transaction has another',
  SOON,
  async () => {
    const stack = await useStack()
    const database = await stack.database()
    await using proxy = await breakableProxy(database.url)
    const logger = createLogger({ service: 'test', level: 'silent' })
    const pool = createPool({ ...{ url: proxy.url, name: 'test', connections: 1 }, statementTimeoutMs: 5000, logger })
    const lost = inTransaction(pool, async (client) => {
      await client.query('SELECT 1')
      // Not `once`: that listens to errors too.
      const ended = new Promise<void>((resolve) => client.once('end', resolve))
      proxy.cut()
      await ended
      await client.query('SELECT 2')
    })
    await assert.rejects(lost, isOutage)
    proxy.mend()
    assert.equal(await inTransaction(pool, async (client) => (await client.query('SELECT 3')).rowCount), 1)
    await pool.end()
    await database.drop()
  }
)
