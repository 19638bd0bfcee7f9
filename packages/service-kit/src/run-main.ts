import { createHealth } from './health.ts'
import { createLogger, createMetrics, startTracing } from '@sales-pipeline/observability'
import type { RuntimeConfig } from './common-config.ts'
import type { ConfigDefinition } from './config.ts'
import { healthInstruments } from './metrics.ts'
import { startOpsServer } from './ops-server.ts'
import { Process } from './process.ts'
import { reportFatal } from './report-fatal.ts'
import type { App, Service, ServiceContext } from './service.ts'

export interface MainOptions<Config extends RuntimeConfig> {
  readonly service: string
  readonly version?: string
  readonly config: ConfigDefinition<Config>
  /** The composition root: builds adapters and returns the services to run. May wait for an outage to end. */
  readonly build: (context: ServiceContext<Config>) => Promise<readonly Service[] | App> | readonly Service[] | App
}

/**
 * Runs a service as this process: `--help`; configuration; logs, traces, metrics; the ops server; build; run all services;
 * SIGTERM or SIGINT drains them. Exits 0 after an orderly drain, 1 after a fatal error or a drain beyond SHUTDOWN_TIMEOUT_MS.
 */
export async function runMain<Config extends RuntimeConfig>(options: MainOptions<Config>): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${options.service} reads these environment variables:\n\n${options.config.help()}\n`)
    return
  }
  try {
    await start(options, options.config.parse(process.env))
  } catch (error) {
    reportFatal(createLogger({ service: options.service, level: 'info' }), error)
    process.exitCode = 1
  }
}

async function start<Config extends RuntimeConfig>(options: MainOptions<Config>, config: Config): Promise<void> {
  const { service, version = '0.0.0', build } = options
  const logger = createLogger({ service, level: config.LOG_LEVEL })
  const metrics = createMetrics(service)
  const health = createHealth({ hungAfterMs: config.HUNG_AFTER_MS })
  const main = new Process({ logger, health, shutdownTimeoutMs: config.SHUTDOWN_TIMEOUT_MS, report: reportFatal })
  const { OPS_HOST: host, OPS_PORT: port } = config
  const readiness = () => main.readiness()
  healthInstruments(metrics, health, readiness)
  const ops = await startOpsServer({ host, port, liveness: () => health.liveness(), readiness, metrics })
  const tracing = startTracing({ service, version, endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT, logger })
  main.onExit(() => Promise.all([ops.close(), tracing.shutdown()]))
  logger.info({ version, ops_host: host, ops_port: ops.port, pid: process.pid }, 'Starting')
  main.start(async (signal) => build({ config, logger, metrics, health, signal }))
}
