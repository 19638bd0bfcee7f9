import type { Alert, RuleSet } from './alert.ts'
import { backlogAlert, commonAlerts, commonThresholds, lagAlert } from './common.ts'

const store: readonly Alert[] = [
  {
    name: 'ResultsStoreRetries',
    severity: 'warning',
    for: '10m',
    expr: 'sum(increase(sales_pipeline_store_retries_total{${of}}[5m])) > 0',
    summary: 'Transactions of the results store keep failing',
    description: 'The database is away or overloaded. Nothing is lost; the rankings stand still meanwhile.'
  },
  {
    name: 'ResultsApiErrors',
    severity: 'critical',
    for: '5m',
    expr: 'sum(rate(sales_pipeline_http_requests_total{${of},status="5xx"}[5m])) / sum(rate(sales_pipeline_http_requests_total{${of}}[5m])) > ${errorRatio}',
    summary: 'The API answers with errors of its own (5xx)',
    description: '503 means that Postgres is away; the log tells any other reason.'
  },
  {
    name: 'ResultsApiSlow',
    severity: 'warning',
    for: '10m',
    expr: 'histogram_quantile(0.95, sum by (le) (rate(sales_pipeline_http_request_duration_seconds_bucket{${of},route!="/api/v1/events"}[5m]))) > ${requestSeconds}',
    summary: 'One of twenty requests takes longer than ${requestSeconds} seconds',
    description: 'The results database is slow, or the process lacks CPU.'
  }
]

/** Of the pipeline from end to end, as it is seen where the results are. */
const pipeline: readonly Alert[] = [
  {
    name: 'ResultsStale',
    severity: 'critical',
    for: '15m',
    expr: 'max(min by (stream) (sales_pipeline_freshness_seconds{${of}})) > ${freshnessSeconds} and on () sum(increase(sales_pipeline_aggregator_records_total{${pipeline},effect=~"changed|deleted"}[10m])) > 0',
    summary: 'Sales come in, and the results show nothing newer than ${freshnessSeconds} seconds',
    description: 'Totals have changed in the aggregators and do not get into the results.'
  },
  {
    name: 'EndToEndSlow',
    severity: 'warning',
    for: '5m',
    expr: 'histogram_quantile(0.95, sum by (le) (rate(sales_pipeline_end_to_end_latency_seconds_bucket{${of}}[10m]))) > ${latencySeconds}',
    summary: 'Sales take longer than ${latencySeconds} seconds from their source into the results',
    description: 'Some stage is behind: its lag in seconds says which.'
  },
  {
    name: 'ReconciliationDiffers',
    severity: 'warning',
    for: '5m',
    expr: 'max by (source, against) (sales_pipeline_reconciliation_differing_days{${of}}) > 0',
    summary: 'The control totals of a source differ from what the pipeline has',
    description:
      'The label source says whose; against=arrived: from what came to Kafka; against=results: from what the rankings hold.'
  }
]

export const resultsRules: RuleSet = {
  service: 'results-api',
  thresholds: {
    ...commonThresholds,
    lagSeconds: 300,
    lagRecords: 10_000,
    errorRatio: 0.01,
    requestSeconds: 1,
    freshnessSeconds: 600,
    latencySeconds: 60
  },
  alerts: [...commonAlerts('results-api'), lagAlert('results-api'), backlogAlert('results-api'), ...store, ...pipeline]
}
