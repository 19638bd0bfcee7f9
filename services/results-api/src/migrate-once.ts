import { runOnce } from '@sales-pipeline/service-kit'
import { migrate } from './adapters/postgres/migrations.ts'
import { SERVICE } from './app.ts'
import { migrateConfig } from './config.ts'

/** `results-api migrate`: brings the database up to date and exits, with 1 if it cannot. An outage is waited out. */
export function migrateOnce(): Promise<void> {
  return runOnce({
    name: `${SERVICE} migrate`,
    config: migrateConfig,
    work: async ({ config: { RESULTS_DATABASE_URL: url }, logger, signal }) => {
      await migrate({ url, logger, signal })
      logger.info('The results database is up to date')
    }
  })
}
