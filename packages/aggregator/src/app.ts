import { deadLetters, sales, type Topic, type Version } from '@sales-pipeline/contracts'
import { KafkaClient } from '@sales-pipeline/kafka'
import { openLineage } from '@sales-pipeline/lineage'
import type { Dimension } from '@sales-pipeline/sales-aggregation'
import { kafkaSettings, type App, type ServiceContext } from '@sales-pipeline/service-kit'
import { LmdbStateFolder } from './adapters/lmdb-state-folder.ts'
import { Aggregator } from './aggregator.ts'
import type { AggregatorConfig } from './config.ts'
import { aggregationJob, type AggregationLineage } from './lineage.ts'
import { createInstruments } from './metrics.ts'

/** Which totals a service keeps, and where it publishes them. */
export interface Aggregation<Group, Shown, Value extends { readonly version: Version }> {
  readonly service: string
  readonly dimension: Dimension<Group, Shown, Value>
  readonly output: Topic<Group & { readonly shard: number }, Value>
  readonly lineage: AggregationLineage
}

/** Builds an aggregator by hand. */
export function buildAggregator<Group, Shown, Value extends { readonly version: Version }>(
  context: ServiceContext<AggregatorConfig>,
  { service, dimension, output, lineage }: Aggregation<Group, Shown, Value>
): App {
  const { config, logger, metrics, health } = context
  const kafkaHealth = health.component('kafka')
  kafkaHealth.ready()
  const told = { logger, onOutage: kafkaHealth.outage, onProgress: health.progress }
  const aggregator = new Aggregator({
    ...{ service, dimension, output, logger },
    deadLetters: deadLetters(service),
    kafka: new KafkaClient(kafkaSettings(config, service), told),
    folder: new LmdbStateFolder(config.STATE_DIR, logger),
    group: config.CONSUMER_GROUP,
    generation: config.GENERATION,
    timeZone: config.BUSINESS_TIME_ZONE,
    instruments: createInstruments(metrics, sales.partitions),
    health: health.component('shards')
  })
  return openLineage(context, service, aggregationJob(service, output, lineage, config)).within({
    services: [aggregator]
  })
}
