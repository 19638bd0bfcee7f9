import { randomUUID } from 'node:crypto'
import { controlTotals, sales } from '@sales-pipeline/contracts'
import { KafkaClient, openCheckpoints } from '@sales-pipeline/kafka'
import { openLineage } from '@sales-pipeline/lineage'
import { SaleTraces } from '@sales-pipeline/observability'
import { kafkaSettings, type App, type ServiceContext } from '@sales-pipeline/service-kit'
import { KafkaCheckpointStore } from './adapters/kafka/checkpoint-store.ts'
import { kafkaControls } from './adapters/kafka/controls.ts'
import { KafkaDelivery } from './adapters/kafka/delivery.ts'
import { openTopics, Records, SERVICE } from './adapters/kafka/records.ts'
import { PostgresSource } from './adapters/postgres/source.ts'
import { Bridge } from './bridge.ts'
import type { Config } from './config.ts'
import type { Lsn } from './core/lsn.ts'
import { lineageJobs } from './lineage.ts'
import { bridgeMetrics } from './metrics.ts'

/** Of a sale, just enough to tell it from a tombstone. */
const NOTHING_OF_A_SALE = { type: 'record', name: 'Sale', namespace: 'sales', fields: [] }

/** Builds the bridge. */
export async function buildApp(context: ServiceContext<Config>): Promise<App> {
  const { config, logger, health, signal } = context
  const { SOURCE_NAME: source, SOURCE_SCHEMA: schema, SLOT_NAME: slot, PUBLICATION: publication } = config
  const kafkaHealth = health.component('kafka')
  const kafka = new KafkaClient(kafkaSettings(config, SERVICE), {
    logger,
    onOutage: kafkaHealth.outage,
    onProgress: health.progress
  })
  signal.throwIfAborted()
  const topics = await openTopics(kafka, schema)
  const liveSales = await kafka.open<string, object>(sales, { reader: NOTHING_OF_A_SALE })
  const producer = kafka.producer()
  const checkpoints = await openCheckpoints(kafka, producer, SERVICE, source)
  kafkaHealth.ready()
  const metrics = bridgeMetrics(context.metrics)
  const records = new Records(topics, `${schema}.sale`, new SaleTraces(config), () => {
    metrics.deadLetters.inc({ code: 'CDC_ROW_TOO_LARGE' })
  })
  const jobs = lineageJobs(config)
  const lineage = openLineage(context, SERVICE, jobs.stream)
  const watermarkPrefix = `sales-pipeline.${slot}`
  const bridge = new Bridge({
    source,
    schema,
    watermarkPrefix,
    database: new PostgresSource({ url: config.SOURCE_DATABASE_URL, slot, publication, schema }, watermarkPrefix),
    checkpoints: new KafkaCheckpointStore(checkpoints, slot),
    newDelivery: (start: Lsn) => new KafkaDelivery({ kafka, producer, records, liveSales, source, metrics }, start),
    controls: kafkaControls(producer, await kafka.open(controlTotals), {
      ...{ source, dataset: `${schema}.sale`, timeZone: config.BUSINESS_TIME_ZONE }
    }),
    controlIntervalMs: config.CONTROL_INTERVAL_MS,
    duringSnapshot: (work, stop) => lineage.runs?.during(jobs.snapshot, randomUUID(), stop, work) ?? work(),
    metrics,
    health: health.component('source'),
    progress: health.progress,
    waiting: health.waiting,
    logger
  })
  return lineage.within({ services: [bridge] })
}
