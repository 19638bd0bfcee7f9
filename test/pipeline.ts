import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KafkaSettings } from '@sales-pipeline/kafka'
import { startPartner } from '@sales-pipeline/partner-service'
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
  /** SIGKILL, and a new process with the same environment as soon as the old one is gone. */
  killAndRestart(name: ServiceName): Promise<void>
  /** What it has logged so far. */
  logsOf(name: ServiceName): string
}

/** @param shared variables of all six services */
export async function startPipeline(shared: Readonly<Record<string, string>> = {}): Promise<Pipeline> {
  const stack = await useStack()
  const [topics, source, results] = await Promise.all([
    stack.topics(),
    stack.database([new URL('../examples/source-database/schema.sql', import.meta.url)]),
    stack.database()
  ])
  const partner = await startPartner({ host: HOST, port: 0 })
  const folder = await mkdtemp(join(tmpdir(), 'pipeline-'))
  const inbox = join(folder, 'inbox')
  const [httpPort = 0] = await freePorts(1)
  const own: Readonly<Record<ServiceName, Readonly<Record<string, string>>>> = {
    'db-cdc-bridge': { SOURCE_DATABASE_URL: source.bridgeUrl, SLOT_NAME: slotOf(topics.prefix) },
    'file-ingestor': { INBOX_DIR: inbox, SETTLE_MS: '100', SCAN_INTERVAL_MS: '200' },
    'soap-ingestor': { PARTNER_WSDL: partner.wsdlUrl, POLL_INTERVAL_MS: '300', PAGE_SIZE: '200' },
    'city-aggregator': { STATE_DIR: join(folder, 'city') },
    'salesman-aggregator': { STATE_DIR: join(folder, 'salesman') },
    'results-api': { RESULTS_DATABASE_URL: results.url, HTTP_PORT: String(httpPort) }
  }
  const running = new Map<ServiceName, ServiceProcess>()
  const group = (name: string) => `${topics.prefix}${name}`
  await Promise.all(
    SERVICES.map(async (name) => {
      const grouped = name.endsWith('aggregator') || name === 'results-api' ? { CONSUMER_GROUP: group(name) } : {}
      running.set(name, await spawnService(name, { ...topics.env, ...shared, ...grouped, ...own[name] }))
    })
  )
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
    killAndRestart: async (name) => {
      const victim = running.get(name)
      if (victim === undefined) throw new Error(`${name} is not running`)
      victim.kill('SIGKILL')
      running.set(name, await victim.restart())
    },
    logsOf: (name) => running.get(name)?.logs ?? '',
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
