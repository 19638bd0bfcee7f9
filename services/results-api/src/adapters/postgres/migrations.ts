import { fileURLToPath } from 'node:url'
import { runner, type RunnerOption } from 'node-pg-migrate'
import type { Logger } from '@sales-pipeline/observability'
import { retryForever } from '@sales-pipeline/service-kit'
import { errors } from '../../errors.ts'
import { isOutage } from './outage.ts'

export interface MigrationOptions {
  readonly url: string
  readonly logger: Logger
  /** Ends the waiting for an outage to pass. */
  readonly signal: AbortSignal
}

/** Brings the schema up to date. Several processes may try at once: one does it, the others wait for it. */
export async function migrate(options: MigrationOptions): Promise<void> {
  const done = await run(options, { advisoryLockMode: 'wait' })
  for (const { name } of done) options.logger.info({ migration: name }, 'Migrated the results database')
}

/** @throws ServiceError RESULTS_SCHEMA_OUTDATED */
export async function requireMigrated(options: MigrationOptions): Promise<void> {
  const pending = await run(options, { dryRun: true, noLock: true })
  if (pending.length > 0) throw errors.RESULTS_SCHEMA_OUTDATED(pending.map(({ name }) => name).join(', '))
}

async function run(
  { url, logger, signal }: MigrationOptions,
  how: Partial<RunnerOption>
): Promise<readonly { readonly name: string }[]> {
  const silent = (): void => undefined
  const options = {
    databaseUrl: url,
    dir: fileURLToPath(new URL('../../../migrations', import.meta.url)),
    direction: 'up',
    migrationsTable: 'schema_migration',
    logger: { debug: silent, info: silent, warn: silent, error: silent },
    ...how
  } as const
  try {
    return await retryForever(() => runner(options), {
      signal,
      isOutage,
      onRetry: (error, attempt, delayMs) => {
        logger.warn({ err: error, attempt, delayMs }, 'Cannot reach the results database; retrying')
      }
    })
  } catch (cause) {
    if (signal.aborted) throw cause
    throw errors.RESULTS_STORE_REFUSED(`migration: ${(cause as Error).message}`, { cause })
  }
}
