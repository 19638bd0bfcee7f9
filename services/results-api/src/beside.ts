import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import { KafkaClient } from '@sales-pipeline/kafka'
import type { Logger } from '@sales-pipeline/observability'
import { kafkaSettings, retryForever, type Service, type ServiceContext } from '@sales-pipeline/service-kit'
import { isOutage } from './adapters/postgres/outage.ts'
import { createPool } from './adapters/postgres/pools.ts'
import type { Config } from './config.ts'
import { errors } from './errors.ts'
import type { LineageInstruments } from './lineage-metrics.ts'
import type { Reached } from './lineage-ports.ts'

const STATEMENT_TIMEOUT_MS = 120_000
const REST_MS = 5000

/** A part that the rankings do not end with: what makes it fail is said, and it begins anew, for as long as that takes. */
export function begunAnew(service: Service, { logger }: ServiceContext<Config>): Service {
  const { name } = service
  const attempt = async (signal: AbortSignal): Promise<boolean> => {
    try {
      await service.run(signal)
      return true
    } catch (err) {
      if (signal.aborted) throw err
      logger.error({ err, part: name }, `${name} has failed; the rankings go on without it, and it begins anew`)
      await delay(REST_MS, undefined, { signal }).catch(() => undefined)
      return signal.aborted
    }
  }
  return {
    name,
    run: async (signal) => {
      while (!(await attempt(signal)));
    }
  }
}

/** Connections of its own, for a part of the service that the rankings do not wait for. */
export function besidePool({ config, logger }: ServiceContext<Config>, part: string, connections: number): pg.Pool {
  return createPool({
    ...{ url: config.RESULTS_DATABASE_URL, logger, name: `results-api ${part}`, connections },
    statementTimeoutMs: STATEMENT_TIMEOUT_MS
  })
}

/** A client of its own: its outages do not make the rankings not ready, and its progress does not hide that they stand still. */
export function clientOf({ config, logger }: ServiceContext<Config>, part: string, signal: AbortSignal): KafkaClient {
  return new KafkaClient(kafkaSettings(config, `results-api-${part}`), { logger, signal })
}

export function groupOf({ config }: ServiceContext<Config>, part: string): string {
  return `${config.CONSUMER_GROUP}.${part}`
}

interface Followed {
  readonly signal: AbortSignal
  readonly logger: Logger
  readonly isOutage: (error: unknown) => boolean
  readonly onRetry: () => void
}

/** What every follower has. */
export function followed(
  { logger }: ServiceContext<Config>,
  signal: AbortSignal,
  stream: string,
  { retries }: LineageInstruments
): Followed {
  const onRetry = (): void => {
    retries.inc({ stream })
  }
  return { signal, logger, isOutage, onRetry }
}

/** Works on the store now and then, until told to stop. @throws ServiceError RESULTS_STORE_REFUSED. Outages are waited out. */
export async function repeat(everyMs: number, work: () => Promise<void>, options: Followed): Promise<void> {
  const { signal } = options
  const isStopping = (): boolean => signal.aborted
  while (!isStopping()) {
    try {
      await retryForever(work, options)
    } catch (cause) {
      if (isStopping()) return
      throw errors.RESULTS_STORE_REFUSED((cause as Error).message, { cause })
    }
    await delay(everyMs, undefined, { signal }).catch(() => undefined)
  }
}

export function observeLag({ lag }: LineageInstruments, stream: string, { partition, next, end }: Reached): void {
  lag.set({ stream, partition: String(partition) }, Number(end - next))
}
