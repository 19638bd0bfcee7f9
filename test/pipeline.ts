import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KafkaSettings } from '@sales-pipeline/kafka'
import { startPartner, type PartnerOptions } from '@sales-pipeline/partner-service'
import { freePorts, HOST } from '@sales-pipeline/stack'
import { spawnService, useStack, type ServiceProcess } from '@sales-pipeline/testkit'
import type { Sources } from './sources.ts'

export const SERVICES = [
  'db-cdc-bridge',
  'file-ingestor',
  'soap-ingestor',
  'city-aggregator',
  'salesman-aggregator',
  'results-api'
] as const

export type ServiceName = (typeof SERVICES)[number]

/** The whole pipeline on topics and databases of its own: six processes, a partner, an inbox. */
export interface Pipeline extends AsyncDisposable {
  readonly sources: Sources
  readonly resultsApi: string
  readonly kafka: KafkaSettings
  /** The slot of db-cdc-bridge. */
  readonly slot: string
  /** The process of a service that runs now, or was killed last. */
  process(name: ServiceName): ServiceProcess
  /** SIGKILL, and a new process as soon as the old one is gone: with the same environment and port, and what is given over it. */
  killAndRestart(name: ServiceName, env?: Environment): Promise<void>
}

export type Environment = Readonly<Record<string, string>>

export interface PipelineOptions {
  /** Variables of all services. */
  readonly shared?: Environment
  /** Beside what each service needs. */
  readonly env?: Readonly<Partial<Record<ServiceName, Environment>>>
  readonly misbehave?: PartnerOptions['misbehave']
  /** What stands between results-api and its database: its URL there, from the URL of the database. */
  readonly before?: (resultsDatabaseUrl: string) => Promise<string>
}

export async function startPipeline(options: PipelineOptions = {}): Promise<Pipeline> {
  const { shared = {}, env: extra = {}, misbehave, before = (url: string) => Promise.resolve(url) } = options
  const stack = await useStack()
  const [topics, source, results] = await Promise.all([
    stack.topics(),
    stack.database([new URL('../examples/source-database/schema.sql', import.meta.url)]),
    stack.database()
  ])
  const partner = await startPartner({ host: HOST, port: 0, ...(misbehave !== undefined && { misbehave }) })
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-'))
  const inbox = join(folder, 'inbox')
  const [httpPort = 0] = await freePorts(1)
  const own: Readonly<Record<ServiceName, Environment>> = {
    'db-cdc-bridge': { SOURCE_DATABASE_URL: source.bridgeUrl, SLOT_NAME: slotOf(topics.prefix) },
    'file-ingestor': { INBOX_DIR: inbox, SETTLE_MS: '100', SCAN_INTERVAL_MS: '200' },
    'soap-ingestor': { PARTNER_WSDL: partner.wsdlUrl, POLL_INTERVAL_MS: '300', PAGE_SIZE: '200' },
    'city-aggregator': { STATE_DIR: join(folder, 'city') },
    'salesman-aggregator': { STATE_DIR: join(folder, 'salesman') },
    'results-api': { RESULTS_DATABASE_URL: await before(results.url), HTTP_PORT: String(httpPort) }
  }
  const running = new Map<ServiceName, ServiceProcess>()
  const group = (name: string) => `${topics.prefix}${name}`
  const start = async (name: ServiceName, changed: Environment = {}): Promise<void> => {
    const grouped = name.endsWith('aggregator') || name === 'results-api' ? { CONSUMER_GROUP: group(name) } : {}
    const env = { ...topics.env, ...shared, ...grouped, ...own[name], ...extra[name], ...changed }
    running.set(name, await spawnService(name, env))
  }
  const processOf = (name: ServiceName): ServiceProcess => {
    const found = running.get(name)
    if (found === undefined) throw new Error(`${name} was never started`)
    return found
  }
  await Promise.all(SERVICES.map((name) => start(name)))
  await Promise.all([...running.values()].map((service) => service.ready(60_000)))
  return {
    sources: {
      databaseUrl: source.url,
      putFile: async (name, text) => {
        const path = join(inbox, name)
        await writeFile(`${path}.part`, text)
        await rename(`${path}.part`, path)
      },
      putAtPartner: (sales, deleted) => {
        partner.ledger.put(sales, Date.now())
        partner.ledger.delete(deleted, Date.now())
        return Promise.resolve()
      }
    },
    resultsApi: `http://${HOST}:${httpPort}/api/v1`,
    kafka: topics.settings,
    slot: slotOf(topics.prefix),
    process: processOf,
    killAndRestart: async (name, env = {}) => {
      const victim = processOf(name)
      victim.kill('SIGKILL')
      await victim.exited
      await start(name, { OPS_PORT: new URL(victim.opsUrl).port, ...env })
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...running.values()].map((service) => service.stop()))
      await partner.close()
      await Promise.all([source.drop(), results.drop(), rm(folder, { recursive: true, force: true })])
    }
  }
}

function slotOf(prefix: string): string {
  return prefix.replaceAll(/[^a-z0-9]/g, '_') + 'slot'
}
