import { createLogger } from '@sales-pipeline/observability'
import type { Logger } from '@sales-pipeline/observability'
import type { ConfigDefinition } from './config.ts'
import { reportFatal } from './report-fatal.ts'

export interface OnceContext<Config> {
  readonly config: Config
  readonly logger: Logger
  /** Aborted by SIGTERM or SIGINT: the work is to be given up. */
  readonly signal: AbortSignal
}

export interface OnceOptions<Config> {
  /** What it is called in its logs and by --help. */
  readonly name: string
  readonly config: ConfigDefinition<Config>
  readonly work: (context: OnceContext<Config>) => Promise<void>
}

/** Runs work that has an end as this process, such as a step of a deployment: `--help`; exits 0 when it is done, 1 when it cannot be. */
export async function runOnce<Config>({ name, config, work }: OnceOptions<Config>): Promise<void> {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${name} reads these environment variables:\n\n${config.help()}\n`)
    return
  }
  const logger = createLogger({ service: name, level: 'info' })
  const stop = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      stop.abort()
    })
  }
  try {
    await work({ config: config.parse(process.env), logger, signal: stop.signal })
  } catch (error) {
    reportFatal(logger, error)
    process.exitCode = 1
  }
}
