export { buildAggregator, type Aggregation } from './app.ts'
export { aggregatorConfig, type AggregatorConfig } from './config.ts'
export { aggregationJob, type AggregationLineage } from './lineage.ts'
export { aggregatorErrors } from './errors.ts'
