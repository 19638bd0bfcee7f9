import { topicsOfLine, type Line } from '@sales-pipeline/contracts'
import { kafkaSettings, retryForever, type OnceContext } from '@sales-pipeline/service-kit'
import { isOutage, isRefusal } from '../classify.ts'
import { kafkaErrors } from '../errors.ts'
import { provision } from '../provision.ts'
import type { Config } from './config.ts'

/** Provisions what every stream of the chosen lines needs. An outage, and topics that somebody else is to make, are waited for. */
export async function registerContracts({ config, logger, signal }: OnceContext<Config>): Promise<void> {
  const settings = kafkaSettings(config, 'register-contracts')
  const topics = (config.LINES as Line[]).flatMap((line) => topicsOfLine[line])
  const options = { topics, createTopics: config.TOPICS === 'create', replicationFactor: config.REPLICATION_FACTOR }
  try {
    await retryForever(() => provision(settings, options), {
      signal,
      isOutage,
      onRetry: (error, attempt, delayMs) => {
        logger.warn({ err: error, attempt, delayMs }, `${(error as Error).message}; retrying`)
      }
    })
  } catch (error) {
    throw isRefusal(error) ? kafkaErrors.KAFKA_REFUSED((error as Error).message, { cause: error }) : error
  }
  logger.info({ topics: config.TOPICS }, 'Topics and schemas fit the contracts')
}
