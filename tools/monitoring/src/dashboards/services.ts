import type { Dashboard, Panel } from './dashboard.ts'
import { lastHour, max, quantiles, rate, sum } from './queries.ts'

const process: readonly Panel[] = [
  {
    title: 'Ready and alive',
    unit: 'short',
    queries: [max('service_ready', 'service', 'ready'), max('service_alive', 'service', 'alive')]
  },
  { title: 'Lag, by the clock', unit: 's', queries: [max('lag_seconds', 'stream')] },
  { title: 'Refused in the last hour', unit: 'short', queries: [lastHour('dead_letters_total', 'code')] },
  {
    title: 'Event loop: delay, 99 %',
    unit: 's',
    queries: [max('nodejs_eventloop_lag_p99_seconds', 'service', 'delay')]
  },
  { title: 'Memory', unit: 'bytes', queries: [max('process_resident_memory_bytes', 'service', 'resident')] },
  { title: 'CPU', unit: 'percentunit', queries: [rate('process_cpu_seconds_total', 'service', 'cores')] }
]

const checkpoints: Panel = {
  title: 'Checkpoints',
  unit: 'cps',
  queries: [rate('checkpoints_total', 'service', 'saved')]
}

const backlog: Panel = { title: 'Lag, in records', unit: 'short', queries: [sum('lag_records', 'stream')] }

function dashboard(service: string, panels: readonly Panel[]): Dashboard {
  return {
    uid: `sales-pipeline-${service}`,
    title: `Sales pipeline: ${service}`,
    service,
    panels: [...panels, ...process]
  }
}

function aggregator(service: string): Dashboard {
  return dashboard(service, [
    { title: 'Records, by effect', unit: 'cps', queries: [rate('aggregator_records_total', 'effect')] },
    backlog,
    { title: 'Shards, by phase', unit: 'short', queries: [sum('aggregator_phase_shards', 'phase')] },
    {
      title: 'Totals published',
      unit: 'cps',
      queries: [rate('aggregator_published_groups_total', 'service', 'published')]
    },
    {
      title: 'Totals that wait',
      unit: 'short',
      queries: [sum('aggregator_unpublished_groups', 'service', 'unpublished')]
    },
    { title: 'Rebuilds in the last hour', unit: 'short', queries: [lastHour('aggregator_rebuilds_total', 'reason')] },
    { title: 'State on disk', unit: 'bytes', queries: [sum('aggregator_state_bytes', 'service', 'state')] },
    {
      title: 'State: entries',
      unit: 'short',
      queries: [sum('aggregator_state_sales', 'service', 'sales'), sum('aggregator_state_groups', 'service', 'totals')]
    },
    { title: 'Transactions of the state', unit: 's', queries: quantiles('aggregator_commit_duration_seconds') },
    { title: 'Age of sales when read', unit: 's', queries: quantiles('aggregator_lateness_seconds') }
  ])
}

export const services: readonly Dashboard[] = [
  dashboard('db-cdc-bridge', [
    { title: 'Changes', unit: 'cps', queries: [rate('cdc_changes_total', 'table, op', '{{table}} {{op}}')] },
    { title: 'Sales, by cause', unit: 'cps', queries: [rate('cdc_sales_total', 'cause')] },
    { title: 'Tombstones, by cause', unit: 'cps', queries: [rate('cdc_tombstones_total', 'cause')] },
    { title: 'Commit to Kafka', unit: 's', queries: quantiles('cdc_delay_seconds') },
    { title: 'Behind the log', unit: 'bytes', queries: [max('cdc_lag_bytes', 'stage')] },
    { title: 'Log kept for the slot', unit: 'bytes', queries: [max('cdc_slot_retained_bytes', 'service', 'slot')] },
    { title: 'Snapshots in the last hour', unit: 'short', queries: [lastHour('cdc_snapshots_total', 'kind')] },
    { title: 'Reconnects', unit: 'cps', queries: [rate('cdc_reconnects_total', 'service', 'attempts')] },
    checkpoints
  ]),
  dashboard('file-ingestor', [
    { title: 'Rows sent', unit: 'cps', queries: [rate('inbox_rows_sent_total', 'kind')] },
    { title: 'Files in the last hour', unit: 'short', queries: [lastHour('inbox_files_total', 'outcome')] },
    { title: 'Files in the inbox', unit: 'short', queries: [max('inbox_pending_files', 'service', 'files')] },
    {
      title: 'Rows and bytes read',
      unit: 'short',
      queries: [rate('inbox_rows_total', 'service', 'rows'), rate('inbox_bytes_total', 'service', 'bytes')]
    },
    checkpoints
  ]),
  dashboard('soap-ingestor', [
    { title: 'Calls, by outcome', unit: 'reqps', queries: [rate('soap_calls_total', 'outcome')] },
    { title: 'Duration of a call', unit: 's', queries: quantiles('soap_call_duration_seconds') },
    { title: 'Sales listed, by outcome', unit: 'cps', queries: [rate('soap_sales_total', 'outcome')] },
    { title: 'Polls', unit: 'cps', queries: [rate('soap_polls_total', 'outcome')] },
    checkpoints
  ]),
  aggregator('city-aggregator'),
  aggregator('salesman-aggregator'),
  dashboard('results-api', [
    { title: 'Requests, by status', unit: 'reqps', queries: [rate('http_requests_total', 'status')] },
    { title: 'Requests, by route', unit: 'reqps', queries: [rate('http_requests_total', 'route')] },
    { title: 'Duration of requests', unit: 's', queries: quantiles('http_request_duration_seconds') },
    {
      title: 'Requests that the store was asked for',
      unit: 'reqps',
      queries: [rate('http_store_reads_total', 'service', 'asked')]
    },
    { title: 'Partial totals, by outcome', unit: 'cps', queries: [rate('sink_records_total', 'outcome')] },
    { title: 'Transactions', unit: 's', queries: quantiles('sink_transaction_duration_seconds') },
    { title: 'Transactions tried again', unit: 'cps', queries: [rate('store_retries_total', 'stream')] },
    backlog,
    { title: 'End-to-end latency', unit: 's', queries: quantiles('end_to_end_latency_seconds') },
    {
      title: 'Lineage: records',
      unit: 'cps',
      queries: [rate('lineage_records_total', 'stream, outcome', '{{stream}} {{outcome}}')]
    },
    { title: 'Lineage: lag, in records', unit: 'short', queries: [sum('lineage_lag_records', 'stream')] },
    { title: 'Lineage: forwarded', unit: 'cps', queries: [rate('lineage_forwarded_events_total', 'outcome')] }
  ])
]
