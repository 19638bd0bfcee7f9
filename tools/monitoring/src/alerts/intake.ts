import type { RuleSet } from './alert.ts'
import { commonAlerts, commonThresholds, lagAlert } from './common.ts'

export const bridgeRules: RuleSet = {
  service: 'db-cdc-bridge',
  thresholds: {
    ...commonThresholds,
    lagSeconds: 300,
    lagBytes: 67_108_864,
    slotRetainedBytes: 1_073_741_824,
    checkpointSeconds: 600
  },
  alerts: [
    ...commonAlerts('db-cdc-bridge'),
    lagAlert('db-cdc-bridge'),
    {
      name: 'CdcSlotRetainsLog',
      severity: 'critical',
      for: '5m',
      expr: 'max(sales_pipeline_cdc_slot_retained_bytes{${of}}) > ${slotRetainedBytes}',
      summary: "The source database keeps much log for the bridge's slot",
      description: 'Its disk fills, and with it the shop stands still. See why the bridge does not confirm.'
    },
    {
      name: 'CdcLagBytes',
      severity: 'warning',
      for: '5m',
      expr: 'max(sales_pipeline_cdc_lag_bytes{${of},stage="acknowledged"}) > ${lagBytes}',
      summary: 'The bridge is behind the log of the source database',
      description: 'It does not keep up, or Kafka does not acknowledge. Compare with the stage received.'
    },
    {
      name: 'CdcCheckpointStands',
      severity: 'warning',
      for: '5m',
      expr: 'time() - max(sales_pipeline_checkpoint_timestamp_seconds{${of}} > 0) > ${checkpointSeconds} and max(sales_pipeline_cdc_lag_bytes{${of},stage="acknowledged"}) > 0',
      summary: 'The bridge makes no checkpoint while the source goes on',
      description: 'Kafka does not acknowledge what the bridge sends. The slot keeps the log meanwhile.'
    },
    {
      name: 'CdcSnapshotRepeated',
      severity: 'warning',
      expr: 'sum(increase(sales_pipeline_cdc_snapshots_total{${of},kind="repeated"}[15m])) > 0',
      summary: 'The bridge reads the whole source again',
      description: 'Its slot was lost, or the source was restored or recreated. The log says which.'
    }
  ]
}

export const inboxRules: RuleSet = {
  service: 'file-ingestor',
  thresholds: { ...commonThresholds, pendingMinutes: 30 },
  alerts: [
    ...commonAlerts('file-ingestor'),
    {
      name: 'InboxFilesWait',
      severity: 'warning',
      for: '1m',
      expr: 'max(sales_pipeline_lag_seconds{${of},stream="file"}) > 60 * ${pendingMinutes}',
      summary: 'A file has waited in the inbox for ${pendingMinutes} minutes',
      description: 'It is larger than usual, or the service cannot get on: its /readyz says what it lacks.'
    },
    {
      name: 'InboxFilesFail',
      severity: 'warning',
      expr: 'sum(increase(sales_pipeline_inbox_files_total{${of},outcome="failed"}[15m])) > 0',
      summary: 'A file could not be read to its end',
      description: 'It lies in failed/ of the inbox; the last line of the report beside it says what is wrong.'
    }
  ]
}

export const partnerRules: RuleSet = {
  service: 'soap-ingestor',
  thresholds: { ...commonThresholds, pollAgeSeconds: 120 },
  alerts: [
    ...commonAlerts('soap-ingestor'),
    {
      name: 'PartnerNotPolled',
      severity: 'warning',
      for: '1m',
      expr: 'max(sales_pipeline_lag_seconds{${of},stream="soap"}) > ${pollAgeSeconds}',
      summary: 'No poll of the partner has been completed for ${pollAgeSeconds} seconds',
      description:
        'The label outcome of sales_pipeline_soap_calls_total names the error. The next poll takes what was missed.'
    },
    {
      name: 'PartnerPagingStuck',
      severity: 'warning',
      expr: 'sum(increase(sales_pipeline_soap_polls_total{${of},outcome="given_up"}[15m])) > 0',
      summary: "The partner's pages do not come to an end",
      description: 'The poll was given up and begins again at the cursor. The log says what the pages do.'
    }
  ]
}
