import { KafkaClient } from '@sales-pipeline/kafka'
import { kafkaSettings, type ServiceContext } from '@sales-pipeline/service-kit'
import type { Config } from './config.ts'

/** A role's door to Kafka; tells its health of outages. */
export function kafkaOf({ config, logger, health }: ServiceContext<Config>): KafkaClient {
  const component = health.component('kafka')
  component.ready()
  const told = { logger, onOutage: component.outage, onProgress: health.progress }
  return new KafkaClient(kafkaSettings(config, `customer-${config.ROLE}`), told)
}
