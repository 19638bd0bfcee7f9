import { buildAggregator } from '@sales-pipeline/aggregator'
import { salesBySalesman } from '@sales-pipeline/contracts'
import { bySalesman } from '@sales-pipeline/sales-aggregation'
import type { App, ServiceContext } from '@sales-pipeline/service-kit'
import { SERVICE, type Config } from './config.ts'
import { lineage } from './lineage.ts'

/** Sales per salesman, country, currency and day, under the name of the latest sale. */
export function build(context: ServiceContext<Config>): App {
  return buildAggregator(context, { service: SERVICE, dimension: bySalesman(), output: salesBySalesman, lineage })
}
