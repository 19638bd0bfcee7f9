import { logLevel, type KafkaConfig } from './kafkajs.ts'
import type { Logger } from '@sales-pipeline/observability'

/** kafkajs warns of a negative timer on newer Node versions; it sets it to 1 ms and all is well. */
process.removeAllListeners('warning')
process.on('warning', (warning) => {
  if (warning.name !== 'TimeoutNegativeWarning') process.stderr.write(`${warning.name}: ${warning.message}\n`)
})

/** Warnings that kafkajs gives of what is intended here, or passes by itself: routine. */
const ROUTINE = [
  'Limiting retries for the idempotent producer',
  'Restarting the consumer in',
  'The group is rebalancing'
]

/** kafkajs' own log lines in the service's logger; what is routine there is debug here. */
export function kafkajsLogs(logger: Logger): Pick<KafkaConfig, 'logCreator'> {
  return {
    logCreator:
      () =>
      ({ namespace, level, log: { message, stack, ...extra } }) => {
        const entry = { kafkajs: { namespace, ...extra } }
        if (level > logLevel.WARN || ROUTINE.some((text) => message.startsWith(text))) logger.debug(entry, message)
        else logger.warn(entry, message)
        if (stack !== undefined) logger.debug({ stack: stack as unknown }, message)
      }
  }
}
