import { sales, type Topic } from '@sales-pipeline/contracts'
import { topicDataset, type Dataset, type Job, type Output } from '@sales-pipeline/lineage'
import type { AggregatorConfig } from './config.ts'

/** What is told of an aggregation beside what its topics say. */
export interface AggregationLineage {
  readonly description: string
  /** Which fields of the output are made of which fields of the sales. */
  readonly columns: (input: Dataset) => Output['columns']
}

const RECORDS = 'sales_pipeline_aggregator_records_total'

type Settings = Pick<AggregatorConfig, 'KAFKA_BROKERS' | 'TOPIC_PREFIX' | 'LINEAGE_NAMESPACE'>

export function aggregationJob<K, V>(
  service: string,
  output: Topic<K, V>,
  { description, columns }: AggregationLineage,
  config: Settings
): Job {
  const cluster = { brokers: config.KAFKA_BROKERS, topicPrefix: config.TOPIC_PREFIX }
  const input = topicDataset(sales, cluster)
  const written = topicDataset(output, cluster)
  return {
    ...{ namespace: config.LINEAGE_NAMESPACE, name: service, description, owner: output.owner },
    processing: 'STREAMING',
    kind: 'SERVICE',
    inputs: [input],
    outputs: [{ ...written, columns: columns(input) }],
    measures: {
      rowsIn: [{ metric: RECORDS }],
      rowsRefused: [{ metric: RECORDS, labels: { effect: ['refused'] } }],
      rowsOut: { [written.name]: [{ metric: 'sales_pipeline_aggregator_published_groups_total' }] },
      lag: { unit: 'records', counts: [{ metric: 'sales_pipeline_lag_records' }] }
    }
  }
}
