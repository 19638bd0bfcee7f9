import type { Alert } from './alert.ts'

/** What can happen to any service. */
export function commonAlerts(service: string): readonly Alert[] {
  return [
    {
      name: 'ServiceDown',
      severity: 'critical',
      for: '2m',
      expr: 'absent(sales_pipeline_service_ready{${of}})',
      summary: `No process of ${service} answers`,
      description: 'It has ended, or cannot be scraped. What it reads waits at its source; nothing is lost.'
    },
    {
      name: 'ServiceNotReady',
      severity: 'warning',
      for: '5m',
      expr: 'max(sales_pipeline_service_ready{${of}}) == 0',
      summary: `${service} runs and cannot do its work`,
      description:
        'Something that it needs is away. Its /readyz names it. The work goes on by itself when that is back.'
    },
    {
      name: 'ServiceHung',
      severity: 'critical',
      for: '1m',
      expr: 'min(sales_pipeline_service_alive{${of}}) == 0',
      summary: `${service} stands still`,
      description:
        'Nothing was read, sent, asked for or waited out for HUNG_AFTER_MS. Kubernetes restarts it; elsewhere you do.'
    },
    {
      name: 'ServiceRestarts',
      severity: 'warning',
      expr: 'max(changes(process_start_time_seconds{${of}}[15m])) > ${restarts}',
      summary: `${service} starts again and again`,
      description: 'The last lines of the log of the life before say why: a fatal error names its code and the fix.'
    },
    {
      name: 'EventLoopBlocked',
      severity: 'warning',
      for: '10m',
      expr: 'max(nodejs_eventloop_lag_p99_seconds{${of}}) > ${eventLoopSeconds}',
      summary: `${service} gets to its work late`,
      description: 'Its process lacks CPU, or something computes too long at a time.'
    },
    {
      name: 'DeadLetters',
      severity: 'warning',
      expr: 'sum by (code) (increase(sales_pipeline_dead_letters_total{${of}}[15m])) > 0',
      summary: `${service} refuses what it reads`,
      description: `The label code says why. What was refused lies in the topic dead-letters.${service}; the rest goes on.`
    }
  ]
}

export const commonThresholds = { restarts: 3, eventLoopSeconds: 0.5 }

/** Of those that read a stream without rests. */
export function lagAlert(service: string): Alert {
  return {
    name: 'StageLags',
    severity: 'warning',
    for: '5m',
    expr: 'max by (stream) (sales_pipeline_lag_seconds{${of}}) > ${lagSeconds}',
    summary: `${service} is behind by more than \${lagSeconds} seconds`,
    description: 'The label stream names what it reads. It does not keep up, or what it writes to does not take it.'
  }
}

/** Of those that read topics. */
export function backlogAlert(service: string): Alert {
  return {
    name: 'StageBacklog',
    severity: 'warning',
    for: '5m',
    expr: 'sum by (stream) (sales_pipeline_lag_records{${of}}) > ${lagRecords}',
    summary: `More than \${lagRecords} records wait for ${service}`,
    description: 'After a first load or a rebuild it falls by itself; see whether it does.'
  }
}
