import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { provision } from '@sales-pipeline/kafka'
import {
  HOST,
  LOCAL_FOLDER,
  SERVICE_NODE_FLAGS,
  startStack,
  timed,
  type ChildOptions,
  type Endpoints,
  type Progress,
  type Stack
} from '@sales-pipeline/stack'
import type { PipelineEndpoints } from './endpoints.ts'
import { keepProcess, type KeptProcess, type OnCrash } from './keeper.ts'
import { requireFreePipelinePorts, type PipelinePorts } from './ports.ts'
import { createSourceSchema } from './source-database.ts'
import { SERVICES, type ServiceName, type Surroundings } from './services.ts'

const ROOT = join(import.meta.dirname, '../../../..')
/** A cold disk on a busy machine. */
const READY_WITHIN_MS = 90_000

export interface PipelineOptions {
  /** The folder under .local that holds its data and logs. Emptied at the start. */
  readonly name: string
  readonly ports: PipelinePorts
  /** The folder that files are dropped into. Default: one of this run, which goes when it stops. */
  readonly inbox?: string
  /** A CSV of sales that the partner has from the beginning. */
  readonly partnerData?: (folder: string) => Promise<string>
  /** What the source database holds when change data capture begins. */
  readonly seedSource?: (url: string) => Promise<void>
  readonly onCrash: OnCrash
  readonly progress: Progress
  /** Aborting it gives up a start that is under way. Afterwards it means nothing: call stop(). */
  readonly signal: AbortSignal
}

export interface Pipeline {
  readonly endpoints: PipelineEndpoints
  /** Rejects, quoting the log, when something that is needed has ended. Otherwise never settles. */
  readonly failed: Promise<never>
  /** Ends all processes in order and removes their data; the logs stay. Asking twice does no harm. */
  stop(): Promise<void>
}

/**
 * Starts the stack, provisions topics and schemas, creates the source schema, starts the partner and the six services, and
 * answers when every one of them is ready. If anything fails, or the signal is aborted, all is stopped before this rejects.
 */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { ports, progress, signal } = options
  await requireFreePipelinePorts(ports)
  const stack = await startStack({ name: options.name, ports: ports.stack, progress, signal })
  const kept: KeptProcess[] = []
  const giveUp = new AbortController()
  const start = new Start(options, stack, { kept, giveUp, signal: AbortSignal.any([signal, giveUp.signal]) })
  const stop = async (): Promise<void> => {
    await Promise.all(kept.map((process) => process.stop()))
    await stack.stop()
  }
  const running = start.run()
  try {
    await Promise.race([running, stack.failed])
  } catch (error) {
    giveUp.abort(error)
    await running.catch(() => undefined)
    await stop()
    throw error
  }
  const failed = Promise.race([stack.failed, ...kept.map((process) => process.failed)])
  // Nobody need listen.
  failed.catch(() => undefined)
  return { endpoints: start.endpoints(), failed, stop }
}

interface Context {
  readonly kept: KeptProcess[]
  /** Aborted by whatever fails first: the rest need not get ready any more. */
  readonly giveUp: AbortController
  readonly signal: AbortSignal
}

/** One start of a pipeline on a stack that is ready. */
class Start {
  readonly #options: PipelineOptions
  readonly #stack: Stack
  readonly #context: Context
  readonly #folder: string
  readonly #around: Surroundings

  constructor(options: PipelineOptions, stack: Stack, context: Context) {
    this.#options = options
    this.#stack = stack
    this.#context = context
    this.#folder = join(LOCAL_FOLDER, options.name)
    this.#around = {
      stack: stack.endpoints,
      inbox: options.inbox ?? join(this.#folder, 'inbox'),
      partnerWsdl: `http://${HOST}:${options.ports.partner}/sales?wsdl`,
      resultsApiPort: options.ports.resultsApi,
      stateOf: (service) => join(this.#folder, 'state', service)
    }
  }

  endpoints(): PipelineEndpoints {
    const { kafkaBootstrap, registryUrl, sourceDatabaseUrl, resultsDatabaseUrl } = this.#stack.endpoints
    return {
      resultsApi: `http://${HOST}:${this.#options.ports.resultsApi}`,
      inbox: this.#around.inbox,
      ...{ sourceDatabaseUrl, resultsDatabaseUrl, kafkaBootstrap, registryUrl },
      partnerWsdl: this.#around.partnerWsdl,
      services: Object.fromEntries(SERVICES.map(({ name }) => [name, this.#opsUrl(name)])) as Record<
        ServiceName,
        string
      >,
      logs: this.#stack.logs
    }
  }

  async run(): Promise<void> {
    await mkdir(this.#around.inbox, { recursive: true })
    await this.#all([this.#provision(), this.#createSource(), this.#startPartner()])
    await this.#all(SERVICES.map(({ name, env }) => this.#startService(name, env(this.#around))))
  }

  async #provision(): Promise<void> {
    const { kafkaBootstrap, registryUrl } = this.#stack.endpoints
    const settings = { brokers: [kafkaBootstrap], registryUrl, topicPrefix: '', clientId: 'provision' }
    const step = { begin: 'creating topics, registering schemas', end: 'provisioned' }
    await timed(this.#options.progress, 'contracts', step, () => provision(settings))
  }

  async #createSource(): Promise<void> {
    const url = this.#stack.endpoints.sourceDatabaseUrl
    await createSourceSchema(url)
    await this.#options.seedSource?.(url)
  }

  async #startPartner(): Promise<void> {
    const data = await this.#options.partnerData?.(this.#folder)
    const env = { HOST, PORT: String(this.#options.ports.partner), ...(data !== undefined && { DATA: data }) }
    const process = this.#nodeProcess('partner-service', 'examples/partner-service', env)
    await this.#keep(process, this.#around.partnerWsdl)
  }

  async #startService(name: ServiceName, own: Readonly<Record<string, string>>): Promise<void> {
    const env = {
      ...commonEnvironment(this.#stack.endpoints),
      OPS_HOST: HOST,
      OPS_PORT: String(this.#options.ports.ops[name])
    }
    await this.#keep(this.#nodeProcess(name, `services/${name}`, { ...env, ...own }), `${this.#opsUrl(name)}/readyz`)
  }

  /** Rejects with the first error, but only when nothing of the work is under way any more. */
  async #all(work: readonly Promise<void>[]): Promise<void> {
    try {
      await Promise.all(work)
    } catch (error) {
      this.#context.giveUp.abort(error)
      await Promise.allSettled(work)
      throw error
    }
  }

  #opsUrl(service: ServiceName): string {
    return `http://${HOST}:${this.#options.ports.ops[service]}`
  }

  #nodeProcess(name: string, folder: string, env: NodeJS.ProcessEnv): ChildOptions {
    return {
      name,
      command: process.execPath,
      args: [...SERVICE_NODE_FLAGS, join(ROOT, folder, 'src/main.ts')],
      cwd: ROOT,
      env: { ...inherited(process.env), NODE_COMPILE_CACHE: join(LOCAL_FOLDER, 'cache/node'), ...env },
      logFile: join(this.#stack.logs, `${name}.log`)
    }
  }

  async #keep(process: ChildOptions, readyUrl: string): Promise<void> {
    const { onCrash, progress } = this.#options
    await keepProcess({
      ...{ process, onCrash, progress, timeoutMs: READY_WITHIN_MS, signal: this.#context.signal },
      ask: () => askReady(readyUrl),
      started: (kept) => this.#context.kept.push(kept)
    })
  }
}

function commonEnvironment({ kafkaBootstrap, registryUrl }: Endpoints): NodeJS.ProcessEnv {
  return { KAFKA_BROKERS: kafkaBootstrap, SCHEMA_REGISTRY_URL: registryUrl, SHUTDOWN_TIMEOUT_MS: '10000' }
}

/** Of our own environment, what a service may be told by whoever calls make. */
const INHERITED = [
  ...['PATH', 'HOME', 'LOG_LEVEL', 'BUSINESS_TIME_ZONE', 'LINEAGE', 'OPENLINEAGE_URL'],
  ...['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_TRACES_SAMPLER', 'OTEL_TRACES_SAMPLER_ARG', 'TRACED_SALES_PER_SECOND']
]

/** Every sale of the demo has its trace, where traces go anywhere. */
const TRACED_SALES_PER_SECOND = '1000'

function inherited(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given = INHERITED.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))
  return { TRACED_SALES_PER_SECOND, ...Object.fromEntries(given) } as NodeJS.ProcessEnv
}

async function askReady(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
  const verdict = await response.text()
  if (!response.ok) throw new Error(verdict.trim())
}
