import type { Logger } from '@sales-pipeline/observability'
import { retryForever, type Service } from '@sales-pipeline/service-kit'
import { shareNext } from './share-next.ts'
import type { Results, ResultsChanges, Revision } from './ports.ts'

/** Beside what the store tells by itself: a connection may be dead without anybody knowing. */
const CHECK_INTERVAL_MS = 15_000
const LONGEST_RETRY_MS = 2000

export interface FeedOptions {
  readonly results: Pick<Results, 'revision'>
  readonly changes: ResultsChanges
  readonly publish: (revision: Revision) => void
  readonly isOutage: (error: unknown) => boolean
  readonly logger: Logger
}

/** Publishes each revision of the results as soon as the store has it, whichever replica wrote it. */
export function revisionFeed({ results, changes, publish, isOutage, logger }: FeedOptions): Service {
  const current = shareNext(() => results.revision())
  const read = (): void => {
    current().then(publish, (error: unknown) => {
      logger.warn({ err: error }, 'Cannot read the revision of the results; trying again soon')
    })
  }
  return {
    name: 'revision-feed',
    run: async (signal) => {
      const checking = setInterval(read, CHECK_INTERVAL_MS)
      await retryForever(() => changes.watch(read, signal), {
        ...{ signal, isOutage, maxDelayMs: LONGEST_RETRY_MS },
        onRetry: (error, attempt, delayMs) => {
          logger.warn({ err: error, attempt, delayMs }, 'Cannot listen to the results store; retrying')
        }
      }).catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
      clearInterval(checking)
    }
  }
}
