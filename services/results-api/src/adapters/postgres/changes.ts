import { once } from 'node:events'
import pg from 'pg'
import type { ResultsChanges } from '../../ports.ts'

const CONNECTION_TIMEOUT_MS = 5000

/** Listens on a connection of its own to what the trigger of the migrations tells at every commit of any sink. */
export class PostgresChanges implements ResultsChanges {
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  async watch(onChange: () => void, signal: AbortSignal): Promise<void> {
    const client = new pg.Client({
      ...{ connectionString: this.#url, application_name: 'results-api changes' },
      ...{ connectionTimeoutMillis: CONNECTION_TIMEOUT_MS, keepAlive: true }
    })
    const over = new AbortController()
    const failed = Promise.withResolvers<never>()
    failed.promise.catch(() => undefined)
    client.on('error', failed.reject)
    client.on('end', () => {
      failed.reject(new Error('The connection to the results database has ended'))
    })
    client.on('notification', onChange)
    try {
      await client.connect()
      await client.query('LISTEN results_changed')
      onChange()
      const stopped = signal.aborted ? undefined : once(signal, 'abort', { signal: over.signal })
      await Promise.race([stopped, failed.promise])
    } finally {
      over.abort()
      client.removeListener('notification', onChange)
      await client.end().catch(() => undefined)
    }
  }
}
