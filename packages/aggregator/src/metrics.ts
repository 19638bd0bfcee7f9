import { sales } from '@sales-pipeline/contracts'
import { kafkaErrors } from '@sales-pipeline/kafka'
import { consumerLag, deadLetterCounter, type Metrics } from '@sales-pipeline/observability'
import { REBUILD_REASONS } from './core/opening.ts'
import { SHARD_PHASES } from './core/shard-phase.ts'
import { aggregatorErrors } from './errors.ts'

const DAY_SECONDS = 86_400
const DAYS_LATE = [1, 2, 7, 31, 92, 366, 3_660]

export type Instruments = ReturnType<typeof createInstruments>

/** Every instrument of an aggregator, at zero. */
export function createInstruments(metrics: Metrics, partitions: number) {
  const partition = Array.from({ length: partitions }, (_, number) => String(number))
  return {
    records: metrics.counter({
      name: 'sales_pipeline_aggregator_records_total',
      help: 'Records read, by what they did: changed a total, deleted a sale, nothing (known already, or superseded in its batch), refused',
      labels: { effect: ['changed', 'deleted', 'none', 'refused'] }
    }),
    lateness: metrics.histogram({
      name: 'sales_pipeline_aggregator_lateness_seconds',
      help: 'Age of a sale (from sold_at) when it was read, rebuilds excluded',
      buckets: DAYS_LATE.map((days) => days * DAY_SECONDS)
    }),
    published: metrics.counter({
      name: 'sales_pipeline_aggregator_published_groups_total',
      help: 'Partial totals published and acknowledged'
    }),
    unpublished: metrics.gauge({
      name: 'sales_pipeline_aggregator_unpublished_groups',
      help: 'Groups whose change waits to be published',
      labels: { partition }
    }),
    phases: metrics.gauge({
      name: 'sales_pipeline_aggregator_phase_shards',
      help: 'Shards of this process by phase',
      labels: { phase: SHARD_PHASES.filter((phase) => phase !== 'closed') }
    }),
    rebuilds: metrics.counter({
      name: 'sales_pipeline_aggregator_rebuilds_total',
      help: 'States rebuilt from the beginning of their input, by reason',
      labels: { reason: REBUILD_REASONS }
    }),
    stateBytes: metrics.gauge({
      name: 'sales_pipeline_aggregator_state_bytes',
      help: 'State of each shard on disk',
      labels: { partition }
    }),
    stateSales: metrics.gauge({
      name: 'sales_pipeline_aggregator_state_sales',
      help: 'Sales in the state of each shard',
      labels: { partition }
    }),
    stateGroups: metrics.gauge({
      name: 'sales_pipeline_aggregator_state_groups',
      help: 'Totals in the state of each shard',
      labels: { partition }
    }),
    lag: consumerLag(metrics, [sales.stream]),
    commitDuration: metrics.histogram({
      name: 'sales_pipeline_aggregator_commit_duration_seconds',
      help: 'Time of one transaction of the state, the fold of its records included',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
    }),
    deadLetters: deadLetterCounter(metrics, [
      kafkaErrors.KAFKA_UNDECODABLE.code,
      aggregatorErrors.AGGREGATOR_SALE_REFUSED.code
    ])
  }
}
