import { mkdtemp } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { KafkaClient } from '@sales-pipeline/kafka'
import { createLogger } from '@sales-pipeline/observability'
import { LOCAL_FOLDER } from '@sales-pipeline/stack'
import { spawnService, type ServiceProcess, type TestStack, type TestTopics } from '@sales-pipeline/testkit'
import type { Sizes } from './config.ts'
import { measureLimit, type LimitName } from './limits/run.ts'
import { MemoryWatch, type Peak } from './measure/memory.ts'
import { scrape } from './measure/metrics.ts'
import type { Rate } from './measure/rate.ts'

/** A busy machine's cold start. */
const READY_WITHIN_MS = 120_000
const LOG_SHOWN = 2000

/** Topics of one stage's own, and a client of them. */
export interface BenchTopics extends TestTopics {
  readonly kafka: KafkaClient
}

export interface MeasuredService extends AsyncDisposable {
  /** The most memory it has had so far. */
  peak(): Peak
  ready(): Promise<void>
  /** Its metrics, as the text that Prometheus reads; rejects until it serves them. */
  metrics(): Promise<string>
  /** @throws Error, quoting its log, if it has ended. */
  readonly mustRun: () => void
  /** Ends it in order. */
  stop(): Promise<void>
}

export interface BenchOptions {
  readonly sizes: Sizes
  readonly stack: TestStack
  readonly profile: boolean
}

/** What a stage needs: the stack, the services as processes, the limits as processes. */
export class Bench {
  readonly sizes: Sizes
  readonly stack: TestStack
  readonly memory = new MemoryWatch()
  readonly #profile: boolean

  constructor({ sizes, stack, profile }: BenchOptions) {
    this.sizes = sizes
    this.stack = stack
    this.#profile = profile
  }

  async topics(): Promise<BenchTopics> {
    const topics = await this.stack.topics()
    return { ...topics, kafka: benchKafka(topics.settings) }
  }

  /** A new folder, gone with the stack at the latest. */
  folder(): Promise<string> {
    return mkdtemp(join(dirname(this.stack.logs), 'stage-'))
  }

  /** Starts a service as a process of its own, its memory watched; its group, if it has one, is of these topics. */
  async start(name: string, topics: TestTopics, env: Readonly<Record<string, string>>): Promise<MeasuredService> {
    const service = await spawnService(name, { LOG_LEVEL: 'warn', ...this.#profiling(name), ...topics.env, ...env })
    return measured(name, service, this.memory.watch(name, service.pid))
  }

  /** Measures a limit in a process of its own. */
  limit(name: LimitName, input: object): Promise<Rate> {
    return measureLimit(name, input, this.stack.logs)
  }

  #profiling(name: string): Readonly<Record<string, string>> {
    const folder = join(LOCAL_FOLDER, 'bench/profiles', name)
    return this.#profile ? { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` } : {}
  }
}

function measured(name: string, service: ServiceProcess, peak: () => Peak): MeasuredService {
  let ended = false
  void service.exited.then(() => {
    ended = true
  })
  const mustRun = (): void => {
    if (ended) throw new Error(`${name} has ended. It said:\n${service.logs.slice(-LOG_SHOWN)}`)
  }
  const stop = async (): Promise<void> => {
    await service.stop()
  }
  return {
    ...{ peak, stop, mustRun },
    ready: () => service.ready(READY_WITHIN_MS),
    metrics: () => scrape(service.opsUrl),
    [Symbol.asyncDispose]: stop
  }
}

/** A client that says nothing. */
export function benchKafka(settings: TestTopics['settings']): KafkaClient {
  return new KafkaClient(settings, { logger: createLogger({ service: 'bench', level: 'fatal' }) })
}
