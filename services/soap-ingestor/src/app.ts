import { controlTotals, deadLetters, sales } from '@sales-pipeline/contracts'
import { KafkaClient, openCheckpoints } from '@sales-pipeline/kafka'
import { openLineage } from '@sales-pipeline/lineage'
import { SaleTraces } from '@sales-pipeline/observability'
import { kafkaSettings, type App, type ServiceContext } from '@sales-pipeline/service-kit'

import { kafkaCheckpoints } from './adapters/kafka-checkpoints.ts'
import { kafkaControls } from './adapters/kafka-controls.ts'
import { kafkaDelivery } from './adapters/kafka-delivery.ts'
import { listChangedSales } from './adapters/list-changed-sales.ts'
import { soapPartner } from './adapters/soap-partner.ts'
import { credentialsOf, type Config } from './config.ts'
import { pollingJob } from './lineage.ts'
import { createInstruments } from './metrics.ts'
import { Poller } from './poller.ts'

export const SERVICE = 'soap-ingestor'

/** The composition root. */
export async function build(context: ServiceContext<Config>): Promise<App> {
  const { config, logger, metrics, health } = context
  const credentials = credentialsOf(config)
  const kafkaHealth = health.component('kafka')
  const kafka = new KafkaClient(kafkaSettings(config, SERVICE), {
    logger,
    onOutage: kafkaHealth.outage,
    onProgress: health.progress
  })
  const producer = kafka.producer()
  const topics = {
    service: SERVICE,
    sales: await kafka.open(sales),
    deadLetters: await kafka.open(deadLetters(SERVICE)),
    traces: new SaleTraces(config)
  }
  const checkpoints = await openCheckpoints(kafka, producer, SERVICE, config.SOURCE_NAME)
  kafkaHealth.ready()

  const instruments = createInstruments(metrics)
  const { PARTNER_WSDL: wsdl, PARTNER_ENDPOINT: endpoint, TIMEOUT_MS: timeoutMs, PAGE_SIZE: pageSize } = config
  const poller = new Poller(
    { source: config.SOURCE_NAME, pollIntervalMs: config.POLL_INTERVAL_MS, overlapMs: config.OVERLAP_MS },
    {
      connect: soapPartner({ wsdl, endpoint, timeoutMs, pageSize, credentials }, listChangedSales, instruments),
      openDelivery: kafkaDelivery(producer, topics),
      checkpoints: kafkaCheckpoints(checkpoints, listChangedSales.name),
      tellControl: kafkaControls(producer, await kafka.open(controlTotals), config.BUSINESS_TIME_ZONE),
      instruments,
      health: health.component('partner'),
      progress: health.progress,
      waiting: health.waiting,
      logger
    }
  )
  const run = async (signal: AbortSignal): Promise<void> => {
    try {
      await poller.run(signal)
    } finally {
      await producer.disconnect()
    }
  }
  const lineage = openLineage(context, SERVICE, pollingJob(config))
  return lineage.within({ services: [{ name: poller.name, run }] })
}
