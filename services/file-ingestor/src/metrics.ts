import { checkpointInstruments, deadLetterCounter, lagSeconds, type Metrics } from '@sales-pipeline/observability'
import { ROW_CODES } from './core/row.ts'

/** How long, in seconds, the oldest file has been waiting, and how many wait; asked when metrics are read. */
export interface Backlog {
  files(): number
  oldestSeconds(): number
}

export type Instruments = ReturnType<typeof createInstruments>

/** Every instrument of this service, at zero. */
export function createInstruments(metrics: Metrics, backlog: Backlog) {
  lagSeconds(metrics, ['file'], () => backlog.oldestSeconds())
  return {
    files: metrics.counter({
      name: 'sales_pipeline_inbox_files_total',
      help: 'Files, by what became of them: done, failed, changed while being read, withdrawn, left alone',
      labels: { outcome: ['done', 'failed', 'changed', 'withdrawn', 'left_alone'] }
    }),
    rowsRead: metrics.counter({
      name: 'sales_pipeline_inbox_rows_total',
      help: 'Rows read, those read again after a restart included'
    }),
    rowsSent: metrics.counter({
      name: 'sales_pipeline_inbox_rows_sent_total',
      help: 'Rows that became a sale or a deletion',
      labels: { kind: ['sale', 'deleted'] }
    }),
    rowsRefused: deadLetterCounter(metrics, ROW_CODES),
    bytesRead: metrics.counter({
      name: 'sales_pipeline_inbox_bytes_total',
      help: 'Bytes of rows read, delimiters between them aside'
    }),
    checkpoint: checkpointInstruments(metrics),
    pending: metrics.gauge({
      name: 'sales_pipeline_inbox_pending_files',
      help: 'Files in the inbox at the last look, the one being read included',
      collect: (gauge) => {
        gauge.set(backlog.files())
      }
    })
  }
}
