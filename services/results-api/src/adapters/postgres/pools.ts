import pg from 'pg'
import type { Logger } from '@sales-pipeline/observability'

export interface PoolOptions {
  readonly url: string
  readonly name: string
  readonly connections: number
  /** Of the server, for one statement. */
  readonly statementTimeoutMs: number
  /** Settings of each session. */
  readonly settings?: Readonly<Record<string, string>>
  readonly logger: Logger
}

/** Rankings are short walks along indexes that are in memory: a page at random costs hardly more than the next one. */
export const READ_SETTINGS = { random_page_cost: '1.1' }

/** A batch's sorts stay in memory: they are tens of megabytes, and there is one at a time for each stream. */
export const SINK_SETTINGS = { work_mem: '64MB' }

const CONNECTION_TIMEOUT_MS = 5000
/** Beyond the server's own limit the connection itself is broken. */
const GRACE_MS = 2000

/** A bounded pool; connections are made when needed, a broken one is replaced. */
export function createPool({
  url,
  name,
  connections,
  statementTimeoutMs,
  settings = {},
  logger
}: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max: connections,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + GRACE_MS,
    keepAlive: true,
    options: Object.entries({ jit: 'off', client_min_messages: 'warning', ...settings })
      .map(([setting, value]) => `-c ${setting}=${value}`)
      .join(' ')
  })
  pool.on('error', (error) => {
    logger.warn({ err: error, pool: name }, 'An idle connection to the results database was lost')
  })
  return pool
}
