import type { Metrics } from '@sales-pipeline/observability'

export type ReconciliationInstruments = ReturnType<typeof createReconciliationInstruments>

/** Every instrument of the comparison of sources, arrivals and results. */
export function createReconciliationInstruments(metrics: Metrics) {
  return {
    differing: metrics.gauge({
      name: 'sales_pipeline_reconciliation_differing_days',
      help: 'Days on which what a source says differs from what arrived, or what arrived (source all) from the results',
      labels: { source: ['all'], against: ['results'] }
    }),
    controls: metrics.counter({
      name: 'sales_pipeline_reconciliation_controls_total',
      help: 'Control totals that were compared, by what came of it',
      labels: { source: [], outcome: ['agreed', 'differs', 'not_judged'] }
    }),
    controlAge: metrics.gauge({
      name: 'sales_pipeline_reconciliation_control_age_seconds',
      help: 'How old the newest control total of a source is',
      labels: { source: [] }
    })
  }
}
