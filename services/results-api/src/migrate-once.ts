import { createLogger } from '@sales-pipeline/observability'
import { migrate } from './adapters/postgres/migrations.ts'
import { SERVICE } from './app.ts'
import { migrateConfig } from './config.ts'

/** `results-api migrate`: brings the database up to date and exits, with 1 if it cannot. An outage is waited out. */
export async function migrateOnce(): Promise<void> {
  const logger = createLogger({ service: SERVICE, level: 'info' })
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      stop.abort()
    })
  }
  try {
    const { RESULTS_DATABASE_URL: url } = migrateConfig.parse(process.env)
    await migrate({ url, logger, signal: stop.signal })
    logger.info('The results database is up to date')
  } catch (error) {
    const { fix } = error as { readonly fix?: unknown }
    logger.fatal({ err: error, fix }, (error as Error).message)
    process.exitCode = 1
  }
}
