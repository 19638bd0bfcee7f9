import type { Dashboard } from './dashboard.ts'
import { lastHour, max, quantiles, rate, sum } from './queries.ts'

const ALL = '${pipeline}'

/** From left to right, as a sale goes. */
export const overview: Dashboard = {
  uid: 'sales-pipeline',
  title: 'Sales pipeline',
  panels: [
    {
      title: 'End-to-end latency',
      description: 'From the source until visible in the results.',
      unit: 's',
      queries: quantiles('end_to_end_latency_seconds', ALL)
    },
    {
      title: 'Freshness',
      description: 'Now minus the newest source time in the results. It rises while nothing is sold.',
      unit: 's',
      queries: [[`min by (stream) (sales_pipeline_freshness_seconds{${ALL}})`, '{{stream}}']]
    },
    {
      title: 'Ready',
      description: '1: some process of the service can do its work.',
      unit: 'short',
      queries: [max('service_ready', 'service', undefined, ALL)]
    },
    {
      title: 'Sales handed to Kafka',
      unit: 'cps',
      queries: [
        rate('cdc_sales_total', 'service', undefined, ALL),
        rate('inbox_rows_sent_total', 'service', undefined, ALL),
        rate('soap_sales_total{outcome=~"emitted|deleted"}', 'service', undefined, ALL)
      ]
    },
    {
      title: 'Sales that changed a total',
      unit: 'cps',
      queries: [rate('aggregator_records_total{effect=~"changed|deleted"}', 'service', undefined, ALL)]
    },
    {
      title: 'Totals applied to the results',
      unit: 'cps',
      queries: [rate('sink_records_total{outcome="applied"}', 'stream', undefined, ALL)]
    },
    {
      title: 'Lag, by the clock',
      description: 'Each stage by the stream that it reads.',
      unit: 's',
      queries: [max('lag_seconds', 'service, stream', '{{service}} {{stream}}', ALL)]
    },
    {
      title: 'Lag, in records',
      unit: 'short',
      queries: [sum('lag_records', 'service, stream', '{{service}} {{stream}}', ALL)]
    },
    {
      title: 'Refused in the last hour',
      unit: 'short',
      queries: [lastHour('dead_letters_total', 'service, code', '{{service}} {{code}}', ALL)]
    },
    {
      title: 'Days that differ',
      description: 'What a source says against what arrived, and what arrived against the results.',
      unit: 'short',
      queries: [
        [`max by (source, against) (sales_pipeline_reconciliation_differing_days{${ALL}})`, '{{source}}: {{against}}']
      ]
    },
    {
      title: 'API: requests',
      unit: 'reqps',
      queries: [rate('http_requests_total', 'status', undefined, ALL)]
    },
    { title: 'API: duration', unit: 's', queries: quantiles('http_request_duration_seconds', ALL) },
    {
      title: 'Log kept by the source database',
      unit: 'bytes',
      queries: [max('cdc_slot_retained_bytes', 'service', 'for the slot', ALL)]
    }
  ]
}
