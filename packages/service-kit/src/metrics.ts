import type { Metrics } from '@sales-pipeline/observability'
import type { Health, Readiness } from './health.ts'

/** What /readyz and /healthz say, as metrics of every service. */
export function healthInstruments(metrics: Metrics, health: Health, readiness: () => Readiness): void {
  metrics.gauge({
    name: 'sales_pipeline_service_ready',
    help: '1 while /readyz says yes, 0 while it says no',
    collect: (gauge) => {
      gauge.set(readiness().ready ? 1 : 0)
    }
  })
  metrics.gauge({
    name: 'sales_pipeline_service_alive',
    help: '1 while /healthz says yes, 0 while it asks for a restart',
    collect: (gauge) => {
      gauge.set(health.liveness().ready ? 1 : 0)
    }
  })
  metrics.gauge({
    name: 'sales_pipeline_service_idle_seconds',
    help: 'Since anything was sent, read, asked for or waited out; /healthz asks for a restart at HUNG_AFTER_MS',
    collect: (gauge) => {
      gauge.set(health.idleMs() / 1000)
    }
  })
}
