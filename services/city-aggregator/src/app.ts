import { buildAggregator } from '@sales-pipeline/aggregator'
import { salesByCity } from '@sales-pipeline/contracts'
import { byCity } from '@sales-pipeline/sales-aggregation'
import type { App, ServiceContext } from '@sales-pipeline/service-kit'
import { SERVICE, type Config } from './config.ts'
import { lineage } from './lineage.ts'

/** Sales per city, currency and day, each with its largest sales. */
export function build(context: ServiceContext<Config>): App {
  const dimension = byCity({ largestSales: context.config.LARGEST_SALES })
  return buildAggregator(context, { service: SERVICE, dimension, output: salesByCity, lineage })
}
