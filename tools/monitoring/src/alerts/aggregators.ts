import type { RuleSet } from './alert.ts'
import { backlogAlert, commonAlerts, commonThresholds, lagAlert } from './common.ts'

export const cityRules = aggregatorRules('city-aggregator')
export const salesmanRules = aggregatorRules('salesman-aggregator')

function aggregatorRules(service: string): RuleSet {
  return {
    service,
    thresholds: { ...commonThresholds, lagSeconds: 300, lagRecords: 10_000, rebuildMinutes: 30 },
    alerts: [
      ...commonAlerts(service),
      lagAlert(service),
      backlogAlert(service),
      {
        name: 'AggregatorShardsNotLive',
        severity: 'warning',
        for: '${rebuildMinutes}m',
        expr: 'sum(sales_pipeline_aggregator_phase_shards{${of},phase!="live"}) > 0',
        summary: `${service} has had shards that are not live for \${rebuildMinutes} minutes`,
        description: 'Longer than a rebuild should take. Totals of these shards stand still. /readyz names them.'
      },
      {
        name: 'AggregatorRebuilds',
        severity: 'warning',
        expr: 'sum by (reason) (increase(sales_pipeline_aggregator_rebuilds_total{${of},reason!="missing"}[15m])) > 0',
        summary: `${service} rebuilds state for another reason than a new disk`,
        description: 'The label reason says why. The totals are right when it is done.'
      },
      {
        name: 'AggregatorPublishesNothing',
        severity: 'critical',
        for: '5m',
        expr: 'sum(sales_pipeline_aggregator_unpublished_groups{${of}}) > 0 and sum(increase(sales_pipeline_aggregator_published_groups_total{${of}}[5m])) == 0',
        summary: `${service} has changed totals and publishes none`,
        description: 'Kafka does not take them. The rankings stand still meanwhile.'
      }
    ]
  }
}
