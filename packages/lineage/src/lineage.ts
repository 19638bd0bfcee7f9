import type { App, CommonConfig, Service, ServiceContext } from '@sales-pipeline/service-kit'
import { kafkaSettings } from '@sales-pipeline/service-kit'
import { KafkaOutlet } from './adapters/kafka-outlet.ts'
import type { Job } from './core/model.ts'
import { lineageInstruments } from './metrics.ts'
import { Reporter } from './reporter.ts'
import { Runs } from './runs.ts'

/** What a service tells of its work. */
export interface Lineage {
  /** The app, with a reporter that tells of its run from the start to the end. */
  within(app: App): App
  /** Batch runs inside that run; undefined if lineage is off. */
  readonly runs: Runs | undefined
}

/** @param job what this process does from its start to its end */
export function openLineage(context: ServiceContext<CommonConfig>, service: string, job: Job): Lineage {
  const { config, logger, metrics, health } = context
  if (config.LINEAGE === 'off') return { within: (app) => app, runs: undefined }
  const outlet = new KafkaOutlet(kafkaSettings(config, `${service}-lineage`), logger, lineageInstruments(metrics))
  let app: App = { services: [] }
  const reporter = new Reporter({
    ...{ job, outlet, metrics, intervalMs: config.LINEAGE_INTERVAL_MS },
    readiness: () => joined(health.readiness(), app.ready?.())
  })
  return {
    within: (given) => {
      app = given
      const services: readonly Service[] = [...given.services, reporter]
      return { ...given, services, ended: reporter.ended }
    },
    runs: new Runs({ outlet, metrics, parent: reporter.own })
  }
}

function joined(
  health: ReturnType<NonNullable<App['ready']>>,
  app: ReturnType<NonNullable<App['ready']>> | undefined
): ReturnType<NonNullable<App['ready']>> {
  if (app === undefined) return health
  return { ready: health.ready && app.ready, reasons: { ...health.reasons, ...app.reasons } }
}
