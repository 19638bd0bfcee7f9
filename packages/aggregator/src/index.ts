export { buildAggregator, type Aggregation } from './app.ts'
export { aggregatorConfig, type AggregatorConfig } from './config.ts'
export { aggregatorErrors } from './errors.ts'
